/**
 * What a server knew when it rendered a page: plain JSON, and all that the first render is drawn from on both sides.
 */

import type {
  CheckOptions,
  Customer,
  Decision,
  Pricing,
  Problem,
  Quote,
  QuoteSelection,
  Reason,
  Scenario,
  Snapshot,
  TokenSummary,
} from "@tollgate/js";

/** What became of a quote: its error, where the selection cannot be quoted. */
export type QuoteOutcome =
  | { quote: Quote }
  | { error: { code: string; message: string; errors: Problem[] } };

/**
 * Plain JSON, made by `takeSnapshot` for one customer. It holds no key and no session; its token is the one that the
 * customer's browser would fetch itself. It is believed for what is drawn first, and for nothing after that.
 */
export interface ServerSnapshot {
  /** Of this format. */
  version: 1;
  publishableKey: string;
  /** When it was made, in milliseconds since 1970. */
  at: number;
  /** The language that the page is written in. */
  locale: string;
  status: Snapshot["status"];
  reason: Reason | null;
  /** The token, and what it says in brief; null where there is none. */
  token: string | null;
  summary: TokenSummary | null;
  customer: Customer | null;
  /** Answers beside those in `customer`, by their questions. */
  checks: [question: string, decision: Decision][];
  pricing: Pricing | null;
  quotes: [question: string, outcome: QuoteOutcome][];
  scenarios: [question: string, scenario: Scenario][];
}

/** The version of the format that is written and read. */
export const snapshotVersion = 1;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const arePairs = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((pair) => Array.isArray(pair) && typeof pair[0] === "string" && pair.length === 2);

const hasLists = (value: Record<string, unknown>, ...names: string[]): boolean =>
  names.every((name) => Array.isArray(value[name]));

function isCustomer(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.id === "string" &&
    hasLists(value, "plans", "subscriptions", "trials", "redemptions") &&
    isObject(value.entitlements) &&
    Object.values(value.entitlements).every(isObject)
  );
}

const isPricing = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.currency === "string" &&
  hasLists(value, "plans", "addons", "features");

/** Whether a value is a snapshot that was made for this environment and, where it is known, this customer. */
export function fits(
  value: unknown,
  publishableKey: string,
  customer: string | undefined,
): value is ServerSnapshot {
  if (!isObject(value) || value.version !== snapshotVersion) return false;
  const isWhole =
    Number.isSafeInteger(value.at) &&
    typeof value.locale === "string" &&
    ["loading", "ready", "unavailable"].includes(String(value.status)) &&
    (value.token === null || typeof value.token === "string") &&
    (value.pricing === null || isPricing(value.pricing)) &&
    (value.status === "ready"
      ? isCustomer(value.customer) &&
        isObject(value.summary) &&
        Number.isSafeInteger(value.summary.expiresAt)
      : value.customer === null && value.summary === null) &&
    [value.checks, value.quotes, value.scenarios].every(arePairs);
  if (!isWhole || value.publishableKey !== publishableKey) return false;
  const { customer: made } = value as unknown as ServerSnapshot;
  return customer === undefined || made === null || made.id === customer;
}

/** JSON with members in one order, so that equal questions have equal texts. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

export const checkQuestion = (feature: string, { requested = 1, flag }: CheckOptions = {}) =>
  canonical([feature, requested, flag ?? null]);

export const quoteQuestion = (selection: QuoteSelection) => canonical(selection);

export const scenarioQuestion = (plan: string, price: string | undefined) =>
  canonical([plan, price ?? null]);
