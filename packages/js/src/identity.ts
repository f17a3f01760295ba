/** Whom and what the options name. */

import { TollgateError } from "./error.js";
import { tryOrNull } from "./try.js";

/** The environment's id in a publishable key, `pk_<kind>_<env>_<random>`. */
export function environmentOf(publishableKey: string): string {
  const [prefix, kind, environment, random] = String(publishableKey).split("_");
  if (prefix !== "pk" || (kind !== "sandbox" && kind !== "live") || !environment || !random) {
    throw new TollgateError(
      "publishable_key_malformed",
      "`publishableKey` is none; it looks like `pk_sandbox_…` or `pk_live_…`",
    );
  }
  return `env_${environment}`;
}

/** The base URL of the edge, without a slash at its end. */
export function baseUrl(endpoint: string | undefined): string {
  const address = endpoint ?? globalThis.location?.origin;
  if (!address)
    throw new TollgateError("endpoint_missing", "say where the edge is with `endpoint`");
  return address.replace(/\/+$/, "");
}

/** Whom a token or a session is for, and its epoch. Unverified: to know what to look for, never what to allow. */
export function subjectOf(token: string | undefined): { customer?: string; epoch?: number } {
  const payload = token?.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/");
  const { sub, epoch = 0 } = tryOrNull(() => JSON.parse(atob(payload ?? ""))) ?? {};
  return typeof sub === "string" && Number.isSafeInteger(epoch) ? { customer: sub, epoch } : {};
}

/** The customer that an access token names, unverified: to know who a page is for, never what to allow. */
export const sessionCustomer = (accessToken: unknown): string | undefined =>
  typeof accessToken === "string" ? subjectOf(accessToken).customer : undefined;
