// All that talks to Tollgate from the server. The secret key never leaves it.

import { verifyToken } from "@tollgate/js";
import { TollgateServer } from "@tollgate/js/server";
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
// A page that is rendered does not wait long: what is missing, the browser asks for later.
const tollgate = new TollgateServer({
  secretKey: setting("TOLLGATE_SECRET_KEY"),
  endpoint,
  timeout: 3_000,
  retries: 0,
});

/** What the browser may know. */
export const open = { endpoint, publishableKey };

/** Who is signed in: taken at their word, which yours must not do. */
export function customerOf(request: Request): string | null {
  const cookies = request.headers.get("Cookie") ?? "";
  return /(?:^|; )customer=(harbour-lab|north-ferry)(?:;|$)/.exec(cookies)?.[1] ?? null;
}

/** A session for a customer, for their browser. */
export async function session(customer: string): Promise<string> {
  return (await tollgate.sessions.create({ customer, ttl: 3600 })).accessToken;
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
    const { token } = await tollgate.tokens.create({ customer });
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
