import type { Decision, Pricing, TokenSummary } from "@tollgate/js";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import {
  checkQuestion,
  quoteQuestion,
  type ServerSnapshot,
} from "../../js/src/headless/snapshot/format.js";
import { Protect, Show, TollgateProvider, useEntitlement, useQuote } from "../src/index.js";
import { serialize, takeSnapshot } from "../src/server.js";
import { fromServer } from "../src/snapshot.js";

const key = "pk_sandbox_01m7yrq8416eb6v8gccvt4y5pa_abcdefghijklmnop";

const decision = (feature: string, allowed: boolean): Decision => ({
  allowed,
  reason: allowed ? "granted" : "notEntitled",
  feature,
  kind: "boolean",
  value: allowed,
  limit: null,
  used: null,
  remaining: null,
  requested: 1,
  enforcement: null,
  resetsAt: null,
  expiresAt: null,
  source: "plan",
  stale: false,
});

const summary: TokenSummary = {
  id: "tok",
  customer: "acme",
  plans: ["pro"],
  features: ["sso"],
  suspended: false,
  epoch: 0,
  catalogVersion: 1,
  stateVersion: 1,
  issuedAt: 0,
  expiresAt: 900_000,
  endsAt: 900_000,
};
const pricing: Pricing = {
  catalogVersion: 1,
  version: 1,
  currency: "usd",
  plans: [],
  addons: [],
  features: [],
};

const made = (): ServerSnapshot => ({
  version: 1,
  publishableKey: key,
  at: 1_000,
  locale: "en-GB",
  status: "ready",
  reason: null,
  token: "a.b.c",
  summary,
  customer: {
    id: "acme",
    name: null,
    plans: ["pro"],
    suspended: false,
    subscriptions: [],
    trials: [],
    redemptions: [],
    entitlements: { sso: decision("sso", true), audit: decision("audit", false) },
  },
  checks: [],
  pricing,
  quotes: [],
  scenarios: [],
});

function render(snapshot: unknown, children: React.ReactNode, customer?: string) {
  const who = customer === undefined ? {} : { customer };
  return renderToString(
    <TollgateProvider
      publishableKey={key}
      endpoint="https://edge.example"
      accessToken="token"
      snapshot={fromServer(snapshot)}
      {...who}
    >
      {children}
    </TollgateProvider>,
  );
}

const gate = (
  <Protect feature="sso" loading="loading" fallback="closed">
    open
  </Protect>
);

function Asked({
  feature,
  requested,
  flag,
}: {
  feature: string;
  requested?: number;
  flag?: string;
}) {
  const { isLoading, allowed, reason } = useEntitlement(feature, { requested, flag });
  return JSON.stringify([isLoading, allowed, reason]).replaceAll('"', "");
}

function Quoted({ price }: { price: string }) {
  const { isLoading, error } = useQuote({ plan: "pro", addons: { a: 2, b: 1 }, price });
  return isLoading ? "loading" : error?.message;
}

describe("a page rendered from a snapshot", () => {
  it("answers what the snapshot holds, opening and closing", () => {
    expect(render(made(), gate)).toBe("open");
    expect(render(made(), <Show when={{ plan: "pro" }}>held</Show>)).toBe("held");
    const closed = <Protect feature="audit" loading="loading" fallback="closed" />;
    expect(render(made(), closed)).toBe("closed");
  });

  it("guesses nothing that it does not hold", () => {
    const open = "[true,false,tokenMissing]";
    expect(render(made(), <Asked feature="unknown" />)).toBe(open);
    expect(render(made(), <Asked feature="sso" requested={2} />)).toBe(open);
    expect(render(made(), <Asked feature="sso" flag="beta" />)).toBe(open);
    for (const name of ["__proto__", "constructor", "toString"])
      expect(render(made(), <Asked feature={name} />)).toBe(open);
    const negated = (
      <Show when={(has) => !has({ feature: "unknown" })} loading="loading">
        a guess
      </Show>
    );
    expect(render(made(), negated)).toBe("loading");
    const asked = made();
    asked.checks = [[checkQuestion("sso", { requested: 2 }), decision("sso", true)]];
    expect(render(asked, <Asked feature="sso" requested={2} />)).toBe("[false,true,granted]");
  });

  it("knows a selection in whatever order its members stand", () => {
    const error = { code: "selection_invalid", message: "no such plan", errors: [] };
    const snapshot = made();
    snapshot.quotes = [
      [quoteQuestion({ price: "p", plan: "pro", addons: { b: 1, a: 2 } }), { error }],
    ];
    expect(render(snapshot, <Quoted price="p" />)).toBe("no such plan");
    expect(render(snapshot, <Quoted price="q" />)).toBe("loading");
  });

  it("closes every gate at once for a visitor who is not signed in", () => {
    const visitor: ServerSnapshot = {
      ...made(),
      status: "unavailable",
      reason: "tokenMissing",
      token: null,
      summary: null,
      customer: null,
    };
    expect(render(visitor, gate)).toBe("closed");
  });

  it("counts one for somebody else, or for another environment, as none", () => {
    expect(render(made(), gate, "acme")).toBe("open");
    expect(render(made(), gate, "other")).toBe("loading");
    expect(render({ ...made(), publishableKey: key.replace("pk_", "xk_") }, gate)).toBe("loading");
  });

  it("counts one of another version as none", () => {
    for (const version of [0, 2, "1", null])
      expect(render({ ...made(), version }, gate)).toBe("loading");
  });

  it("counts one that is malformed as none", () => {
    const { customer, ...rest } = made();
    const broken: unknown[] = [
      undefined,
      null,
      "",
      "{}",
      7,
      [],
      {},
      rest,
      { ...rest, customer: null },
      { ...rest, customer: { ...customer, entitlements: null } },
      { ...rest, customer: { ...customer, entitlements: { sso: null } } },
      { ...rest, customer: { ...customer, plans: "pro" } },
      { ...made(), summary: null },
      { ...made(), summary: { ...summary, expiresAt: "soon" } },
      { ...made(), at: Number.NaN },
      { ...made(), locale: 1 },
      { ...made(), status: "open" },
      { ...made(), token: 1 },
      { ...made(), pricing: { ...pricing, plans: null } },
      { ...made(), checks: {} },
      { ...made(), checks: [["sso"]] },
      { ...made(), quotes: [[1, 2]] },
      { ...made(), scenarios: undefined },
    ];
    for (const value of broken)
      expect(render(value, gate), JSON.stringify(value)?.slice(0, 200)).toBe("loading");
  });

  it("takes one that is huge", () => {
    const huge = made();
    for (let index = 0; index < 100_000; index += 1)
      huge.checks.push([checkQuestion(`feature-${index}`), decision(`feature-${index}`, true)]);
    expect(render(huge, <Asked feature="feature-99999" />)).toBe("[false,true,granted]");
  });
});

describe("serialize", () => {
  it("gives text that ends no script and reads back the same", () => {
    const snapshot = made();
    if (snapshot.customer) snapshot.customer.name = "</script><!--<script>\u2028\u2029&amp;";
    const text = serialize(snapshot);
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual(snapshot);
  });
});

describe("takeSnapshot", () => {
  const options = { endpoint: "https://edge.example", publishableKey: key, locale: "en-GB" };

  it("rejects wrong options", async () => {
    await expect(
      takeSnapshot({ ...options, publishableKey: "sk_live_secret" }),
    ).rejects.toMatchObject({
      code: "publishable_key_malformed",
    });
  });

  it("leaves what an edge refuses to the browser, and says why", async () => {
    const errors: string[] = [];
    const snapshot = await takeSnapshot({
      ...options,
      accessToken: "refused",
      fetch: async () =>
        Response.json({ code: "access_token_invalid", detail: "no" }, { status: 401 }),
      onError: ({ code }) => errors.push(code),
    });
    expect(snapshot).toMatchObject({
      status: "loading",
      token: null,
      customer: null,
      pricing: null,
    });
    expect(errors).toContain("access_token_invalid");
    expect(JSON.stringify(snapshot)).not.toContain("refused");
  });

  it("answers no more questions than it may hold, and says so", async () => {
    const errors: string[] = [];
    const snapshot = await takeSnapshot({
      ...options,
      checks: Array.from({ length: 501 }, (_, requested) => ({ feature: "calls", requested })),
      fetch: async () => Response.json({}, { status: 503 }),
      onError: ({ code }) => errors.push(code),
    });
    expect(snapshot.status).toBe("unavailable");
    expect(snapshot.checks).toHaveLength(500);
    expect(errors).toContain("snapshot_too_large");
  });
});
