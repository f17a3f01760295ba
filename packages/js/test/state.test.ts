import { describe, expect, it, vi } from "vitest";
import { type FakeEdge, problem } from "./fake-edge.js";
import { forEachTest, type Setup, settle, tokenPath } from "./setup.js";
import { issuer, publishableKey, signingKey, start } from "./signing.js";

let edge: FakeEdge;
let storage: Storage;
let load: Setup["load"];
forEachTest((setup) => {
  ({ edge, storage, load } = setup);
});

const nameOf = (kept: Storage) => kept.key(0) ?? "";
const keptIn = (kept: Storage) => JSON.parse(kept.getItem(nameOf(kept)) ?? "null");

const session = (claims: object) =>
  `x.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;

describe("the first token", () => {
  it("is asked for together with the keys", async () => {
    let answer = (_: Response) => {};
    edge.answers.set(tokenPath, () => new Promise((resolve) => (answer = resolve)));
    const loading = load();
    await vi.waitFor(() => expect(edge.asked).toHaveLength(2));
    expect(edge.asked.map(({ path }) => path.split("/").at(-1)).sort()).toEqual([
      "jwks.json",
      "token",
    ]);
    answer(problem(503, "busy"));
    await loading;
  });

  it("needs no keys where those that were kept serve", async () => {
    (await load()).close();
    vi.setSystemTime(start + 86_400_000);
    edge.asked.length = 0;
    const client = await load();
    expect(client.check("sso").allowed).toBe(true);
    expect(edge.asked.map(({ path }) => path)).toEqual([tokenPath]);
  });

  it("is verified with newer keys where those that were kept are wrong", async () => {
    const forger = { ...signingKey("key_1", 8) };
    const honest = edge.signer;
    edge.signer = forger;
    (await load()).close();
    edge.signer = honest;
    vi.setSystemTime(start + 1_000);
    const client = await load();
    await settle();
    expect(client.getSnapshot().error).toBeNull();
    expect(client.getSnapshot().token?.issuedAt).toBe(start + 1_000);
  });
});

describe("a storage", () => {
  const hostile = async (change: (kept: ReturnType<typeof keptIn>) => unknown) => {
    (await load()).close();
    const kept = keptIn(storage);
    const changed = change(kept);
    storage.setItem(
      nameOf(storage),
      typeof changed === "string" ? changed : JSON.stringify(changed),
    );
    edge.isOnline = false;
    return load({ customer: "acme" });
  };
  type Kept = ReturnType<typeof keptIn>;

  it.each([
    ["huge", () => `"${"x".repeat(2_000_000)}"`],
    ["a huge token", (kept: Kept) => ({ ...kept, token: "x".repeat(100_000) })],
    ["deep", () => `${"[".repeat(100_000)}`],
    ["a list", (kept: Kept) => [kept]],
    ["of another version", (kept: Kept) => ({ ...kept, version: 2 })],
    ["without a record", (kept: Kept) => ({ ...kept, customer: null })],
    [
      "a record of another",
      (kept: Kept) => ({ ...kept, customer: { ...kept.customer, id: "eve" } }),
    ],
    [
      "no subscription",
      (kept: Kept) => ({ ...kept, customer: { ...kept.customer, subscriptions: [null] } }),
    ],
    [
      "no group of plans",
      (kept: Kept) => ({ ...kept, customer: { ...kept.customer, trials: [1] } }),
    ],
    [
      "no redemption",
      (kept: Kept) => ({ ...kept, customer: { ...kept.customer, redemptions: [{ id: 1 }] } }),
    ],
    [
      "a name that is none",
      (kept: Kept) => ({ ...kept, customer: { ...kept.customer, name: {} } }),
    ],
    ["an epoch beyond the token's", (kept: Kept) => ({ ...kept, epoch: Number.MAX_SAFE_INTEGER })],
    ["an offset beyond time", (kept: Kept) => ({ ...kept, offset: Number.MAX_SAFE_INTEGER })],
    ["keys that are none", (kept: Kept) => ({ ...kept, jwks: "[]" })],
    ["no keys", (kept: Kept) => ({ ...kept, jwks: null })],
  ])("with %s opens nothing, and does no harm", async (_, change) => {
    const client = await hostile(change);
    expect(client.check("sso").allowed).toBe(false);
    expect(client.customer()).toBeNull();
    edge.isOnline = true;
    await vi.advanceTimersByTimeAsync(1_000);
    await client.refresh();
    expect(client.check("sso").allowed).toBe(true);
    expect(client.getSnapshot().error).toBeNull();
    client.close();
    edge.isOnline = false;
    expect((await load()).check("sso").allowed).toBe(true);
  });

  it("cannot give names that every object has", async () => {
    const client = await load();
    const { entitlements = {} } = client.customer() ?? {};
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      expect(entitlements[name]).toBeUndefined();
      expect(client.check(name)).toMatchObject({ allowed: false, reason: "unknownFeature" });
    }
  });

  it("of another environment or issuer opens nothing", async () => {
    (await load()).close();
    edge.isOnline = false;
    const other = "pk_sandbox_01jd3m5x8k2q4r6t7v9w0y1z3b_s3cr3tlyrandom";
    storage.setItem(`tollgate:${other}`, storage.getItem(nameOf(storage)) ?? "");
    expect((await load({ publishableKey: other })).check("sso").allowed).toBe(false);
    expect(storage.getItem(`tollgate:${other}`)).toBeNull();
    expect((await load({ issuer: "https://other.test" })).check("sso").reason).toBe("tokenInvalid");
  });

  it("that is full forgets what is older than the token that is held", async () => {
    const client = await load();
    expect(storage.length).toBe(1);
    vi.spyOn(storage, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    vi.setSystemTime(start + 1_000);
    await client.refresh();
    expect([client.check("sso").allowed, storage.length]).toEqual([true, 0]);
  });

  it("is not written to by a client that was closed", async () => {
    const client = await load();
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      edge.answers.set(tokenPath, () => {
        resolve();
        return new Promise((give) => {
          answer = () => {
            edge.answers.delete(tokenPath);
            give(
              edge.fetch(issuer + tokenPath, {
                headers: { "Tollgate-Key": publishableKey, Authorization: "Bearer session" },
              }),
            );
          };
        });
      });
    });
    const refreshing = client.refresh();
    await asked;
    client.close();
    storage.clear();
    answer();
    await expect(refreshing).rejects.toMatchObject({ code: "closed" });
    await settle();
    expect(storage.length).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a wrong clock", () => {
  it("that went back says so, and does not lock out in silence", async () => {
    (await load()).close();
    edge.isOnline = false;
    vi.setSystemTime(start - 3_600_000);
    const client = await load();
    expect(client.check("sso")).toMatchObject({ allowed: false, reason: "clockSuspect" });
    expect(client.getSnapshot()).toMatchObject({ status: "unavailable", reason: "clockSuspect" });
    expect(storage.length).toBe(1);
    client.close();
    vi.setSystemTime(start + 1_000);
    expect((await load()).check("sso").allowed).toBe(true);
  });

  it("is corrected by the first answer", async () => {
    (await load()).close();
    edge.ahead = 3_600_000;
    vi.setSystemTime(start - 3_600_000);
    const client = await load();
    expect(client.check("sso")).toMatchObject({ allowed: true, stale: false });
  });

  it("that was set right since is believed again, without an answer", async () => {
    vi.setSystemTime(start + 86_400_000);
    edge.ahead = -86_400_000;
    (await load()).close();
    expect(keptIn(storage).offset).toBe(-86_400_000);
    edge.isOnline = false;
    vi.setSystemTime(start + 1_000);
    expect((await load()).check("sso").allowed).toBe(true);
  });

  it("that is set back under the page changes nothing, and lends no time", async () => {
    const client = await load();
    edge.isOnline = false;
    vi.setSystemTime(start - 86_400_000);
    expect(client.check("sso")).toMatchObject({ allowed: true, stale: false });
    await vi.advanceTimersByTimeAsync(961_000);
    expect(client.check("sso")).toMatchObject({ allowed: false, reason: "tokenExpired" });
    expect(client.getSnapshot().reason).toBe("tokenExpired");
  });

  it("that is set forward under the page closes until the edge is asked, at the first question", async () => {
    const client = await load();
    vi.setSystemTime(start + 86_400_000);
    edge.ahead = -86_400_000;
    expect(client.check("sso").reason).toBe("tokenExpired");
    await settle();
    expect(client.check("sso").allowed).toBe(true);
  });
});

describe("an epoch", () => {
  it("is one customer's: another one's may be lower", async () => {
    let current = session({ sub: "acme" });
    edge.sessions = new Set([current]);
    edge.changes = { epoch: 7 };
    const client = await load({ accessToken: () => current });
    current = session({ sub: "other" });
    edge.sessions = new Set([current]);
    edge.changes = { epoch: 1, sub: "other" };
    await client.refresh();
    expect(client.customer()?.id).toBe("other");
  });

  it("of a session that was revoked closes at once, and a new session opens", async () => {
    let current = session({ sub: "acme", epoch: 1 });
    edge.sessions = new Set([current]);
    const client = await load({ accessToken: () => current });
    edge.answers.set(tokenPath, () => problem(401, "session_revoked"));
    await expect(client.refresh()).rejects.toMatchObject({ code: "session_revoked" });
    expect(client.check("sso")).toMatchObject({ allowed: false, reason: "tokenInvalid" });
    expect(storage.length).toBe(0);
    edge.answers.clear();
    current = session({ sub: "acme", epoch: 2 });
    edge.sessions = new Set([current]);
    await expect(client.refresh()).rejects.toMatchObject({ code: "token_revoked" });
    edge.changes = { epoch: 2 };
    await client.refresh();
    expect(client.check("sso").allowed).toBe(true);
  });

  it("of an old session closes no token of a newer one", async () => {
    edge.changes = { epoch: 3 };
    const old = session({ sub: "acme", epoch: 1 });
    edge.sessions = new Set([old]);
    const client = await load({ accessToken: old });
    edge.answers.set(tokenPath, () => problem(401, "session_revoked"));
    await expect(client.refresh()).rejects.toMatchObject({ code: "session_revoked" });
    expect(client.check("sso").allowed).toBe(true);
  });
});

describe("an edge out of reach", () => {
  it("is not a proxy's refusal: grace and storage stay", async () => {
    edge.changes = { grace: 3_600 };
    const client = await load();
    edge.answers.set(
      tokenPath,
      () => new Response("<html>Sign in to the network", { status: 403 }),
    );
    await expect(client.refresh()).rejects.toMatchObject({ code: "http_403" });
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect(client.check("sso")).toMatchObject({ allowed: true, stale: true });
    expect(storage.length).toBe(1);
  });

  it("may say when it is back by a date", async () => {
    const client = await load();
    const date = new Date(start + 90_000).toUTCString();
    edge.answers.set(tokenPath, () =>
      problem(429, "too_many_requests", {}, { "Retry-After": date }),
    );
    await client.refresh().catch(() => {});
    expect(client.getSnapshot().error).toMatchObject({ retryAfterMillis: 90_000 });
  });

  it.each(["-1", "soon", "1e9", ""])(
    "is asked again within two hours when it says %o",
    async (text) => {
      const client = await load();
      edge.answers.set(tokenPath, () => problem(503, "busy", {}, { "Retry-After": text }));
      await client.refresh().catch(() => {});
      edge.answers.clear();
      await vi.advanceTimersByTimeAsync(7_200_000);
      expect(client.getSnapshot().error).toBeNull();
    },
  );
});

describe("an access token", () => {
  it("that cannot be had is said, and asked for again", async () => {
    let answers: (() => string | Promise<string>)[] = [
      () => Promise.reject(new Error("signed out")),
      () => {
        throw new Error("at once");
      },
      () => "",
      () => 7 as unknown as string,
    ];
    const client = await load({ accessToken: () => answers[0]?.() ?? "session" });
    const codes = [];
    for (; answers.length > 0; answers = answers.slice(1)) {
      await client.refresh().catch(() => {});
      codes.push(client.getSnapshot().error?.code);
    }
    expect(codes).toEqual([
      "access_token_unavailable",
      "access_token_unavailable",
      "access_token_missing",
      "access_token_missing",
    ]);
    await client.refresh();
    expect(client.check("sso").allowed).toBe(true);
  });

  it("that never comes is waited for as long as for a request", async () => {
    const never = new Promise<string>(() => {});
    let isStuck = true;
    const loading = load({ accessToken: () => (isStuck ? never : "session") });
    await settle();
    await vi.advanceTimersByTimeAsync(10_000);
    const client = await loading;
    expect(client.getSnapshot().error).toMatchObject({ code: "access_token_unavailable" });
    isStuck = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(client.check("sso").allowed).toBe(true);
  });
});

describe("close", () => {
  it("ends a refresh that is under way, and answers from what is known", async () => {
    const client = await load();
    edge.answers.set(tokenPath, () => new Promise(() => {}));
    const refreshing = Promise.allSettled([client.refresh(), client.refresh()]);
    await settle();
    client.close();
    edge.isOnline = false;
    await expect(client.refresh()).rejects.toMatchObject({ code: "closed" });
    expect(client.check("sso").allowed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    expect(await refreshing).toMatchObject([
      { reason: { code: "closed" } },
      { reason: { code: "closed" } },
    ]);
  });
});

describe("listeners", () => {
  it("that throw silence no other, and are heard of", async () => {
    const heard = vi.fn();
    vi.stubGlobal("reportError", heard);
    const client = await load();
    const told: string[] = [];
    client.subscribe(() => {
      throw new Error("mine");
    });
    client.subscribe(() => told.push("other"));
    await client.refresh();
    expect(told).toEqual(["other"]);
    expect(heard).toHaveBeenCalledWith(expect.objectContaining({ message: "mine" }));
  });

  it("end one by one, even where they are the same function", async () => {
    const client = await load();
    const told = vi.fn();
    const end = client.subscribe(told);
    client.subscribe(told);
    end();
    end();
    await client.refresh();
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("that are ended by one before them are not told", async () => {
    const client = await load();
    const told = vi.fn();
    let end = () => {};
    client.subscribe(() => end());
    end = client.subscribe(told);
    await client.refresh();
    expect(told).not.toHaveBeenCalled();
  });
});

describe("a question", () => {
  it("is never thrown back, whatever it is", async () => {
    const questions: [unknown, unknown][] = [
      [Symbol("x"), undefined],
      [
        {
          toString: () => {
            throw new Error("no");
          },
        },
        undefined,
      ],
      ["sso", null],
      ["sso", 7],
      ["api-calls", { requested: 5n }],
      ["api-calls", { requested: Symbol("x") }],
      ["api-calls", { requested: "5" }],
      ["sso", { flag: Symbol("x") }],
      ["sso", { flag: "" }],
      [
        "api-calls",
        {
          get requested() {
            throw new Error("no");
          },
        },
      ],
      ["\ud800", { flag: "\udfff" }],
      ["x".repeat(1_000_000), undefined],
    ];
    const clients = [await load(), await load({ accessToken: "", customer: "nobody" })];
    for (const client of clients) {
      const allowed = questions.map(
        ([feature, options]) => client.check(feature as string, options as object).allowed,
      );
      const isOpen = client === clients[0];
      expect(allowed.map((one, at) => [at, one]).filter(([, one]) => one)).toEqual(
        isOpen
          ? [
              [2, true],
              [3, true],
            ]
          : [],
      );
    }
  });
});
