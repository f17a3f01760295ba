import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { readCatalog } from "../src/catalog.js";
import { declarations } from "../src/declarations.js";
import { parse } from "../src/source.js";

const program = fileURLToPath(new URL("../dist/tollgate.js", import.meta.url));
const example = fileURLToPath(
  new URL("../../../examples/pricing-page/catalog.yaml", import.meta.url),
);
const folder = mkdtempSync(join(tmpdir(), "tollgate-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

function tollgate(...args: string[]) {
  const env = { ...process.env, TOLLGATE_SECRET_KEY: "" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: "utf8",
    timeout: 20_000,
    env,
  });
  return { status, stdout, stderr };
}

const file = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return name;
};

const feature = (more: Record<string, unknown>) => ({
  key: "a",
  name: "A",
  kind: "boolean",
  ...more,
});
const typed = (...features: Record<string, unknown>[]) => declarations(readCatalog({ features }));

describe("tollgate types", () => {
  it("writes the declarations of a catalogue, in YAML or in JSON", () => {
    const { status, stdout } = tollgate("types", example);
    expect(status).toBe(0);
    expect(stdout).toContain('"api-calls": { kind: "meter" };');
    expect(stdout).toContain(
      '"support-level": { kind: "config"; value: "community" | "email" | "priority" };',
    );
    expect(stdout).toContain('plans: "starter" | "pro" | "enterprise";');
    const document = parse(readFileSync(example, "utf8"), example);
    const json = file("catalog.json", JSON.stringify(document));
    expect(tollgate("types", json).stdout).toBe(stdout);
    expect(tollgate("types", json, "-o", "keys.d.ts")).toMatchObject({ status: 0, stdout: "" });
    expect(readFileSync(join(folder, "keys.d.ts"), "utf8")).toBe(stdout);
  });

  it("leaves a file alone that is right already", () => {
    const json = file("one.json", JSON.stringify({ features: [feature({})] }));
    tollgate("types", json, "-o", "one.d.ts");
    const before = statSync(join(folder, "one.d.ts")).mtimeMs;
    tollgate("types", json, "-o", "one.d.ts");
    expect(statSync(join(folder, "one.d.ts")).mtimeMs).toBe(before);
  });

  it("takes anchors, aliases and merge keys", () => {
    const text =
      "features:\n  - &calls { key: calls, kind: meter }\n  - { <<: *calls, key: mails }\n";
    const { status, stdout } = tollgate("types", file("merged.yaml", text));
    const written = [
      { key: "calls", kind: "meter" },
      { key: "mails", kind: "meter" },
    ];
    const plain = tollgate("types", file("plain.json", JSON.stringify({ features: written })));
    const keys = (types: string) => types.slice(types.indexOf("declare module"));
    expect([status, plain.status]).toEqual([0, 0]);
    expect(keys(stdout)).toBe(keys(plain.stdout));
    expect(stdout).toContain("mails");
  });

  it("says what is wrong, and ends with 1", () => {
    const wrong = file(
      "wrong.yaml",
      "features: [{ key: API, kind: meter }, { key: a, kind: number }, { key: a, kind: flag }, 7]\nplans: {}",
    );
    const { status, stdout, stderr } = tollgate("types", wrong, "-o", "wrong.d.ts");
    expect([status, stdout]).toEqual([1, ""]);
    for (const line of [
      "/features/0/key: must be 1 to 64 of a-z",
      '/features/1/kind: must be one of boolean, meter, config, flag, and is `"number"`',
      "/features/2/key: `a` is taken already",
      "/features/3: must be an object, and is `7`",
      "/plans: must be a list, and is `{}`",
    ]) {
      expect(stderr).toContain(line);
    }
    expect(() => statSync(join(folder, "wrong.d.ts"))).toThrow("ENOENT");
  });

  it.each([
    ["features: [", /neither YAML nor JSON.*line 1/s],
    ["features: []\nfeatures: []", /unique/i],
    ["", /must be an object, and is `null`/],
    ["[]", /must be an object/],
    ["plans: []", /\/features: must be a list, and is `nothing`/],
    [`a: &a [x,x,x,x,x,x,x,x,x]\n${bomb()}`, /cannot be read/],
  ])("refuses %j", (text, message) => {
    const { status, stderr } = tollgate("types", file("some.yaml", text));
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("says how it is used", () => {
    expect(tollgate("--help")).toMatchObject({ status: 0, stderr: "" });
    expect(tollgate().stdout).toContain("tollgate types <catalogue.yaml|json>");
    expect(tollgate("--version").stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    for (const args of [
      ["type"],
      ["types"],
      ["types", "a", "b"],
      ["types", "--nonsense"],
      ["types", "a.yaml", "--endpoint", "http://127.0.0.1:1"],
      ["types", "--endpoint", "http://127.0.0.1:1"],
      ["types", "--endpoint", "nowhere", "--key", "sk_x"],
      ["types", "--endpoint", "http://127.0.0.1:1", "--key", "sk_secret"],
      ["types", "missing.yaml"],
      ["types", "."],
      ["types", example, "-o", "missing/keys.d.ts"],
    ]) {
      const { status, stdout, stderr } = tollgate(...args);
      expect([args, status, stdout]).toEqual([args, 1, ""]);
      expect(stderr).toMatch(/^tollgate: /);
      expect(stderr).not.toContain("sk_secret");
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });
});

describe("declarations", () => {
  it("quote what is no name", () => {
    expect(typed(feature({ key: "0.a-b" }), feature({ key: "constructor" }))).toMatch(
      /"0\.a-b": \{ kind: "boolean" \};\n.*\n\s+constructor: /,
    );
  });

  it("are ended by no text of the catalogue", () => {
    const hostile = '*/ } } declare const x: 1; /*\r\n\u2028"`$1\\';
    const text = typed(
      feature({ name: hostile, description: hostile }),
      feature({ key: "b", kind: "config", values: [hostile, { [hostile]: [hostile, null] }] }),
    );
    // Without comments and literals nothing but the skeleton is left.
    const skeleton = text.replace(/"(?:[^"\\\n\u2028]|\\.)*"/g, '""').replace(/\/\*\*.*?\*\//g, "");
    expect(skeleton).not.toContain("const");
    expect(text.split("\n")).toHaveLength(
      typed(feature({ key: "c" }), feature({ key: "b" })).split("\n").length,
    );
  });

  it("have every value that JSON has", () => {
    const values = [1, -2.5, true, null, "a", ["b", 3], { c: { "d-e": false } }, 1, Number.NaN];
    expect(typed(feature({ kind: "config", values }))).toContain(
      'value: 1 | -2.5 | true | null | "a" | readonly ["b", 3] | { readonly c: { readonly "d-e": false } } | number }',
    );
  });

  it("have nothing where a catalogue has nothing", () => {
    const text = declarations(readCatalog({ features: [] }));
    expect(text).toContain("plans: never;");
    expect(text).toContain("prices: never;");
  });
});

function bomb(): string {
  const names = "abcdefghi";
  return [...names]
    .slice(1)
    .map((name, at) => `${name}: &${name} [${`*${names[at]},`.repeat(9)}]`)
    .join("\n");
}
