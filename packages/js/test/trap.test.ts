import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Tollgate, verifyToken } from "../src/node.js";
import { pricing } from "./pricing.js";
import { forEachTest, type Setup } from "./setup.js";
import { audience, claims, issuer, key, sign, start } from "./signing.js";

/** How many of the next calls of an export trap, by its name: for real, in the instance that is alive. */
const due = new Map<string, number>();
let instances = 0;

const { Instance } = WebAssembly;
WebAssembly.Instance = new Proxy(Instance, {
  construct(Real, [module, imports]) {
    const { exports } = new Real(module, imports);
    instances++;
    const trapping = Object.entries(exports).map(([name, one]) => [
      name,
      typeof one !== "function"
        ? one
        : (...args: unknown[]) => {
            const left = due.get(name) ?? 0;
            if (left === 0) return one(...args);
            due.set(name, left - 1);
            // A handle that points outside of the memory.
            return one(-16, ...args.slice(1));
          },
    ]);
    return { exports: Object.fromEntries(trapping) };
  },
});

let client: Tollgate;
let load: Setup["load"];
forEachTest((setup) => {
  setup.edge.answers.set("/v1/client/pricing", () => Response.json(pricing));
  load = setup.load;
});

beforeEach(async () => {
  client = await load();
  instances = 0;
});

afterEach(() => due.clear());

describe("a trap", () => {
  it("is one: the instance is not asked again", async () => {
    due.set("token_check", 1);
    const { exports } = await import("../src/wasm.js").then(async ({ loadGate }) => {
      const module = await loadGate();
      const keys = new module.Keys(JSON.stringify({ keys: [key.jwk] }));
      const text = await sign(claims(start));
      const token = new module.Token(text, keys, issuer, audience, 0, 0, false, start);
      return { exports: () => token.check("sso", 1, undefined, start) };
    });
    expect(exports).toThrow(WebAssembly.RuntimeError);
  });

  it("is answered anew, in a fresh instance, from the same state", () => {
    due.set("token_check", 1);
    expect(client.check("api-calls", { requested: 3 })).toMatchObject({
      allowed: true,
      reason: "withinLimit",
      remaining: 6,
    });
    expect(instances).toBe(1);
    expect(client.check("sso").allowed).toBe(true);
    expect(client.customer()?.plans).toEqual(["pro"]);
    expect(instances).toBe(1);
  });

  it("denies where the fresh instance traps too, and heals with the next question", () => {
    due.set("token_check", 2);
    expect(client.check("api-calls", { requested: 3 })).toMatchObject({
      allowed: false,
      reason: "tokenInvalid",
      requested: 3,
    });
    expect(client.check("api-calls", { requested: 3 }).allowed).toBe(true);
    expect(instances).toBe(2);
  });

  it("denies as long as every instance traps, and leaves what was answered", () => {
    expect(client.check("sso").allowed).toBe(true);
    due.set("token_check", 1_000);
    for (const requested of [2, 3, 4])
      expect(client.check("api-calls", { requested }).allowed).toBe(false);
    expect(client.check("sso").allowed).toBe(true);
    due.clear();
    expect(client.check("api-calls", { requested: 2 }).allowed).toBe(true);
  });

  it("in verifying does not lose the token that is held, nor the next one", async () => {
    due.set("token_new", 1);
    vi.setSystemTime(start + 1_000);
    await client.refresh();
    expect(client.getSnapshot().token?.issuedAt).toBe(start + 1_000);
    due.set("token_new", 2);
    vi.setSystemTime(start + 2_000);
    await expect(client.refresh()).rejects.toMatchObject({ code: "wasm_trapped" });
    expect(client.check("sso").allowed).toBe(true);
    await client.refresh();
    expect(client.getSnapshot().token?.issuedAt).toBe(start + 2_000);
  });

  it("while keys are read is survived as well", async () => {
    due.set("keys_new", 1);
    const gate = await verifyToken(await sign(claims(start)), {
      issuer,
      audience,
      keys: [key.jwk],
      now: start,
    });
    due.set("token_check", 1);
    expect(gate.check("api-calls", { requested: 6 }).allowed).toBe(true);
    due.set("token_check", 2);
    expect(gate.check("api-calls", { requested: 5 })).toMatchObject({
      allowed: false,
      reason: "tokenInvalid",
    });
    expect(gate.check("api-calls", { requested: 5 }).allowed).toBe(true);
  });

  it("of one token leaves the answers of the others", async () => {
    const options = { issuer, audience, keys: [key.jwk], now: start };
    const gates = await Promise.all(
      Array.from({ length: 4 }, async (_, at) =>
        verifyToken(await sign(claims(start, { sub: `customer-${at}` })), options),
      ),
    );
    instances = 0;
    due.set("token_check", 1);
    for (const [at, gate] of gates.entries()) {
      expect(gate.check("api-calls", { requested: 2 }).allowed).toBe(true);
      expect(gate.customer).toBe(`customer-${at}`);
    }
    expect(instances).toBe(1);
  });

  it("does not throw out of a change of the snapshot", async () => {
    let told = 0;
    client.subscribe(() => told++);
    due.set("token_nextChange", 1_000);
    vi.setSystemTime(start + 1_000);
    await client.refresh();
    expect([told, client.check("sso").allowed]).toEqual([1, true]);
    due.clear();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(client.getSnapshot().status).toBe("ready");
  });

  it("of a quote is quoted anew, then said", async () => {
    const selection = { plan: "pro", price: "pro-monthly", quantities: { seats: 4 } };
    const before = await client.quote(selection);
    due.set("catalog_quote", 1);
    expect(await client.quote(selection)).toEqual(before);
    due.set("catalog_quote", 2);
    await expect(client.quote(selection)).rejects.toMatchObject({ code: "wasm_trapped" });
    expect(await client.quote(selection)).toEqual(before);
    await expect(client.quote({ plan: "none" })).rejects.toMatchObject({ name: "QuoteError" });
  });
});
