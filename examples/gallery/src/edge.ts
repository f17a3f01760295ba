/**
 * The edge as the network shows it, inside the page. The client before it, and the core within that, are the real ones.
 */

import { type Customer, refusals } from "./customers.js";
import { type RecordingName, recordings } from "./recordings.js";
import { signed } from "./token.js";

/** How a request is answered: `never`, or as if there were no network (`down`), or not at once (`later`). */
export type Trouble = "never" | "down" | "refused";

/** Who looks at what, and what goes wrong. */
export interface Setup {
  recording?: RecordingName;
  /** Null for a visitor who is not signed in. */
  customer?: Customer | null;
  pricing?: Trouble;
  token?: Trouble;
  /** Whether the token has expired and no new one can be had. */
  stale?: boolean;
  voucher?: Trouble;
  checkout?: Trouble;
}

const problem = (status: number, code: string, errors: object[] = []) =>
  Response.json({ type: code, title: code, status, detail: code, code, errors }, { status });

function trouble(kind: Trouble | undefined): Promise<Response> | null {
  if (kind === "never") return new Promise(() => {});
  if (kind === "down") return Promise.reject(new TypeError("there is no network"));
  if (kind === "refused") return Promise.resolve(problem(401, "session_expired"));
  return null;
}

/** A `fetch` for one client. */
export function edgeOf(setup: Setup): typeof fetch {
  const { pricing, vouchers } = recordings[setup.recording ?? "usual"];
  let tokens = 0;

  const token = async (): Promise<Response> => {
    const { customer, stale } = setup;
    if (!customer) return problem(401, "access_token_missing");
    tokens += 1;
    if (stale && tokens > 1) throw new TypeError("there is no network");
    const { subscriptions, trials, redemptions, ...claims } = customer;
    return Response.json({
      token: await signed({ ...claims, expiresIn: stale ? -300 : 900 }),
      customer: { id: customer.customer, name: "Harbour Lab", subscriptions, trials, redemptions },
    });
  };

  const preview = (code: string): Response => {
    const found = vouchers[code];
    if (found) return Response.json(found);
    const refusal = refusals.find((each) => each === code.toLowerCase());
    if (!refusal)
      return problem(
        code === "TOOOFTEN" ? 429 : 404,
        code === "TOOOFTEN" ? "too_many_requests" : "voucher_unknown",
      );
    return problem(422, "voucher_not_redeemable", [
      { code: refusal, pointer: "/code", detail: refusal },
    ]);
  };

  const answer = (path: string, body: { code?: string } | null) => {
    switch (path) {
      case "/v1/client/pricing":
        return trouble(setup.pricing) ?? Response.json(pricing);
      case "/v1/client/token":
        return trouble(setup.token) ?? token();
      case "/v1/client/vouchers/preview":
        return trouble(setup.voucher) ?? preview(String(body?.code).trim().toUpperCase());
      case "/v1/client/checkout":
        return (
          trouble(setup.checkout) ??
          Response.json({ provider: "none", status: "complete", url: null })
        );
      default:
        return Response.json({});
    }
  };

  return async (input, init) => {
    const { pathname } = new URL(String(input));
    const response = await answer(pathname, init?.body ? JSON.parse(String(init.body)) : null);
    response.headers.set("Tollgate-Time", String(Date.now()));
    return response;
  };
}
