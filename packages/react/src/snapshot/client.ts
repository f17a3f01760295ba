/** A client over a server's snapshot, for the first render: what it holds it answers at once, the rest waits. */

import {
  type CheckOptions,
  type CheckoutOptions,
  type Decision,
  deny,
  type PreviewOptions,
  type Pricing,
  type Quote,
  QuoteError,
  type QuoteSelection,
  type Scenario,
  type Snapshot,
  type TollgateClient,
} from "@tollgate/js";
import type { HydrationClient, KnownQuote } from "../hydration.js";
import { checkQuestion, quoteQuestion, type ServerSnapshot, scenarioQuestion } from "./format.js";

/** Answers from a snapshot alone, and never differently. What it is asked to do, the client that is coming does. */
export class SnapshotClient implements HydrationClient {
  readonly #made: ServerSnapshot;
  readonly #coming: () => Promise<TollgateClient>;
  readonly #snapshot: Snapshot;
  readonly #checks: ReadonlyMap<string, Decision>;
  readonly #quotes: ReadonlyMap<string, KnownQuote>;
  readonly #scenarios: ReadonlyMap<string, Scenario>;

  /** `coming` gives the client that follows, when it is there. */
  constructor(made: ServerSnapshot, coming: () => Promise<TollgateClient>) {
    const { status, reason, summary, customer } = made;
    this.#made = made;
    this.#coming = coming;
    this.#snapshot = {
      status,
      reason,
      stale: false,
      token: summary,
      customer,
      error: null,
      version: 0,
    };
    this.#checks = new Map([
      ...Object.entries(customer?.entitlements ?? {}).map(
        ([feature, decision]) => [checkQuestion(feature), decision] as const,
      ),
      ...made.checks,
    ]);
    this.#quotes = new Map(
      made.quotes.map(([question, outcome]) => [
        question,
        "quote" in outcome
          ? { quote: outcome.quote, error: null }
          : {
              quote: null,
              error: new QuoteError(
                outcome.error.code,
                outcome.error.message,
                outcome.error.errors,
              ),
            },
      ]),
    );
    this.#scenarios = new Map(made.scenarios);
  }

  // What is known now.

  knows(feature: string, options?: CheckOptions): boolean {
    return this.#made.status === "unavailable" || this.#checks.has(checkQuestion(feature, options));
  }

  knownQuote(selection: QuoteSelection): KnownQuote | null {
    return this.#quotes.get(quoteQuestion(selection)) ?? null;
  }

  knownScenario(plan: string, price?: string): Scenario | null {
    return this.#scenarios.get(scenarioQuestion(plan, price)) ?? null;
  }

  check(feature: string, options?: CheckOptions): Decision {
    return (
      this.#checks.get(checkQuestion(feature, options)) ??
      deny(feature, options?.requested ?? 1, this.#made.reason ?? "tokenMissing")
    );
  }

  flag(feature: string): boolean {
    const { allowed, value } = this.check(feature);
    return allowed && value === true;
  }

  value<T>(feature: string, fallback: T): T {
    const { allowed, kind, value } = this.check(feature);
    return allowed && kind === "config" ? (value as T) : fallback;
  }

  hasPlan(plan: string): boolean {
    return this.#snapshot.customer?.plans.includes(plan) ?? false;
  }

  token() {
    return this.#made.token;
  }

  customer() {
    return this.#snapshot.customer;
  }

  subscribe = () => () => {};

  getSnapshot = () => this.#snapshot;

  // What waits.

  async refresh(): Promise<void> {
    return (await this.#coming()).refresh();
  }

  async pricing(): Promise<Pricing> {
    return this.#made.pricing ?? (await this.#coming()).pricing();
  }

  async quote(selection: QuoteSelection): Promise<Quote> {
    const known = this.knownQuote(selection);
    if (known?.error) throw known.error;
    return known?.quote ?? (await this.#coming()).quote(selection);
  }

  async scenario(plan: string, price?: string): Promise<Scenario> {
    return this.knownScenario(plan, price) ?? (await this.#coming()).scenario(plan, price);
  }

  readonly voucher = {
    preview: async (code: string, options?: PreviewOptions) =>
      (await this.#coming()).voucher.preview(code, options),
    redeem: async (code: string) => (await this.#coming()).voucher.redeem(code),
  };

  async checkout(options: CheckoutOptions) {
    return (await this.#coming()).checkout(options);
  }

  close(): void {}
}
