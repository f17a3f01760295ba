import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { audience, claims, issuer, key, publishableKey, sign, start } from "./signing.js";

const bytes = readFileSync(new URL("../src/wasm/gate/gate_bg.wasm", import.meta.url));
const answer = () => new Response(bytes, { headers: { "Content-Type": "application/wasm" } });
const options = { issuer, audience, keys: [key.jwk], now: start };
const token = await sign(claims(start));

const server = createServer((_, response) => {
  response.writeHead(200, { "Content-Type": "application/wasm" }).end(bytes);
});
await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
afterAll(() => new Promise((done) => server.close(done)));
const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/gate.wasm`;

const sources = {
  "an address": () => address,
  "a URL": () => new URL(address),
  "an answer": answer,
  "an answer that is under way": async () => answer(),
  bytes: () => bytes,
  "a compiled module": () => new WebAssembly.Module(bytes),
};

/** The entry as a fresh page has it. */
let slim: typeof import("../src/slim.js");
beforeEach(async () => {
  vi.resetModules();
  slim = await import("../src/slim.js");
});

describe("without the WebAssembly", () => {
  it("says that none was given, and takes it when it is", async () => {
    const refusal = { code: "wasm_missing", message: expect.stringContaining("`provideWasm`") };
    await expect(slim.verifyToken(token, options)).rejects.toMatchObject(refusal);
    const load = slim.Tollgate.load({ publishableKey, endpoint: issuer });
    await expect(load).rejects.toMatchObject(refusal);
    slim.provideWasm({ quote: bytes });
    await expect(slim.verifyToken(token, options)).rejects.toMatchObject(refusal);
    slim.provideWasm({ gate: bytes });
    expect((await slim.verifyToken(token, options)).customer).toBe("acme");
  });

  it.each<[string, unknown]>([
    ["no WebAssembly", new Uint8Array([1, 2, 3])],
    ["an address without any", `${address.replace("http", "nowhere")}`],
    ["an answer that failed", new Response("no", { status: 404 })],
  ])("says that it does not start: %s", async (_, source) => {
    const wasm = source as Uint8Array<ArrayBuffer>;
    await expect(slim.verifyToken(token, { ...options, wasm })).rejects.toMatchObject({
      code: "wasm_unavailable",
    });
    // A failure is not for ever.
    expect((await slim.verifyToken(token, { ...options, wasm: bytes })).customer).toBe("acme");
  });
});

describe.each(Object.entries(sources))("the WebAssembly from %s", (_, source) => {
  it("is taken with the call", async () => {
    const gate = await slim.verifyToken(token, { ...options, wasm: source() });
    expect(gate.check("api-calls").allowed).toBe(true);
    const client = await slim.Tollgate.load({ publishableKey, endpoint: issuer });
    client.close();
  });

  it("is taken before, by itself or from a function", async () => {
    slim.provideWasm({ gate: source() });
    expect((await slim.verifyToken(token, options)).customer).toBe("acme");
    vi.resetModules();
    const other = await import("../src/slim.js");
    other.provideWasm({ gate: source });
    expect((await other.verifyToken(token, options)).customer).toBe("acme");
  });
});
