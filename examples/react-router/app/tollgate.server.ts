// All that talks to Tollgate from the server. The secret key never leaves it.

import { verifyToken } from "@tollgate/js";
import { takeSnapshot } from "@tollgate/react/server";
import { table } from "./table";

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name}`);
  return value;
}

const endpoint = setting("TOLLGATE_ENDPOINT");
const environment = setting("TOLLGATE_ENVIRONMENT");
const publishableKey = setting("TOLLGATE_PUBLISHABLE_KEY");
const secretKey = setting("TOLLGATE_SECRET_KEY");

/** What the browser may know. */
export const open = { endpoint, publishableKey };

/** Who is signed in: taken at their word, which yours must not do. */
export function customerOf(request: Request): string | null {
  const cookies = request.headers.get("Cookie") ?? "";
  return /(?:^|; )customer=(harbour-lab|north-ferry)(?:;|$)/.exec(cookies)?.[1] ?? null;
}

async function ask<T>(path: string, body: object): Promise<T> {
  const answer = await fetch(endpoint + path, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${secretKey}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(3_000),
  });
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
  return answer.json();
}

/** A session for a customer, for their browser. */
export async function session(customer: string): Promise<string> {
  return (await ask<{ accessToken: string }>("/v1/sessions", { customer, ttl: 3600 })).accessToken;
}

/** What the first render is drawn from. Where the edge is out of reach, the browser asks it later. */
export function snapshotFor(customer: string | null) {
  return takeSnapshot({
    ...open,
    ...(customer === null ? {} : { customer, accessToken: () => session(customer) }),
    tables: [table],
    locale: "en-GB",
    onError: ({ code, message }) => console.error(`tollgate: ${code}: ${message}`),
  });
}

/** The gate in front of what the server itself gives away: the same token, the same code, closed when in doubt. */
export async function allows(customer: string | null, feature: string): Promise<boolean> {
  if (customer === null) return false;
  try {
    const { token } = await ask<{ token: string }>("/v1/tokens", { customer });
    const gate = await verifyToken(token, {
      issuer: endpoint,
      audience: environment,
      jwks: `${endpoint}/v1/environments/${environment}/jwks.json`,
    });
    return gate.check(feature).allowed;
  } catch (error) {
    console.error(`tollgate: ${error}`);
    return false;
  }
}
