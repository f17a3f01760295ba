/** What is for sale, what it costs, and buying it: prices from the edge, quotes computed here. */

import type { Edge } from "./edge.js";
import type { QuoteError } from "./error.js";
import type { trapped } from "./gate.js";
import type { Handle } from "./handle.js";
import type {
  Checkout,
  CheckoutOptions,
  CustomerRecord,
  PreviewOptions,
  QuoteSelection,
  Redemption,
  VoucherPreview,
  WasmSource,
} from "./types.js";
import type { Pricing, Quote, Scenario, Selection, Terms } from "./wasm/gate/gate.js";
import {
  __wbg_reset_state,
  Catalog,
  initSync,
  type KnownCustomer,
  type Refused,
} from "./wasm/quote/quote.js";
import type { start } from "./wasm.js";

const module = { __wbg_reset_state, Catalog, initSync };

const keptMillis = 60_000;

interface CachedPricing {
  at: number;
  text: Promise<string>;
  pricing: Promise<Pricing>;
  catalog: Promise<Handle<Catalog>> | null;
}

/**
 * What the client passes in. Imported from here, it would be split off from the code that every page loads, into
 * a file more to wait for.
 */
export interface ClientParts {
  Handle: typeof Handle;
  QuoteError: typeof QuoteError;
  start: typeof start;
  trapped: typeof trapped;
}

const normalized = (code: string) => code.trim().toUpperCase();

/** What the core reads of a customer, and of vouchers that are about to be redeemed. */
function known(customer: CustomerRecord | null, vouchers?: Terms[]): KnownCustomer {
  const { subscriptions, trials, redemptions } = customer ?? {};
  return { subscriptions, trials, redemptions, vouchers };
}

export class PricingClient {
  readonly #edge: Edge;
  readonly #wasm: WasmSource | undefined;
  readonly #parts: ClientParts;
  #cached: CachedPricing | null = null;
  readonly #previews = new Map<string, VoucherPreview>();

  constructor(edge: Edge, wasm: WasmSource | undefined, parts: ClientParts) {
    this.#edge = edge;
    this.#wasm = wasm;
    this.#parts = parts;
  }

  /** Throws what the core says is wrong, and what traps twice. */
  async #ask<R extends object | string>(question: (catalog: Catalog) => R | Refused): Promise<R> {
    const catalog = await this.#catalog();
    let answer: R | Refused;
    try {
      answer = catalog.ask(question);
    } catch (thrown) {
      throw this.#parts.trapped(thrown);
    }
    if (typeof answer === "object" && "errors" in answer) throw this.#refusal(answer);
    return answer as R;
  }

  #refusal({ errors }: Refused): QuoteError {
    const details = errors.map(({ detail }) => detail);
    return new this.#parts.QuoteError(errors[0]?.code ?? "", details.join("; "), errors);
  }

  /** What is asked, in its parts; throws where it cannot be read. */
  #parted(asked: QuoteSelection): { vouchers: readonly string[]; selection: Selection } {
    let parts: QuoteSelection;
    try {
      parts = { ...asked };
    } catch {
      const detail = "it throws when it is read; give plain data";
      throw this.#refusal({ errors: [{ code: "json_malformed", pointer: "", detail }] });
    }
    const { vouchers = [], ...selection } = parts;
    if (!Array.isArray(vouchers) || vouchers.some((code) => typeof code !== "string")) {
      const detail = "expected an array of codes";
      throw this.#refusal({ errors: [{ code: "wrong_type", pointer: "/vouchers", detail }] });
    }
    return { vouchers, selection: selection as Selection };
  }

  #currentPricing(): CachedPricing {
    if (this.#cached && Math.abs(Date.now() - this.#cached.at) < keptMillis) return this.#cached;
    const text = this.#edge.shared("/v1/client/pricing");
    const cached: CachedPricing = {
      at: Date.now(),
      text,
      pricing: text.then((text) => JSON.parse(text)),
      catalog: null,
    };
    cached.pricing.catch(() => {
      if (this.#cached === cached) this.#cached = null;
    });
    this.#cached = cached;
    return cached;
  }

  pricing(): Promise<Pricing> {
    return this.#currentPricing().pricing;
  }

  #catalog(): Promise<Handle<Catalog>> {
    const cached = this.#currentPricing();
    const { Handle, start, trapped } = this.#parts;
    cached.catalog ??= Promise.all([cached.text, start("quote", module, this.#wasm)]).then(
      ([text]) => {
        try {
          // Parsed anew: what `pricing` gave out may have been changed.
          return new Handle(module, () => new Catalog(JSON.parse(text)));
        } catch (thrown) {
          throw trapped(thrown);
        }
      },
    );
    cached.catalog.catch(() => {
      cached.catalog = null;
    });
    return cached.catalog;
  }

  async preview(code: string, options: PreviewOptions = {}): Promise<VoucherPreview> {
    const preview = await this.#edge.json<VoucherPreview>("/v1/client/vouchers/preview", {
      body: { code, ...options },
      session: this.#edge.hasSession,
    });
    this.#previews.set(normalized(code), preview);
    return preview;
  }

  redeem(code: string): Promise<Redemption> {
    return this.#edge.json("/v1/client/vouchers/redeem", { body: { code }, session: true });
  }

  checkout(options: CheckoutOptions): Promise<Checkout> {
    return this.#edge.json("/v1/client/checkout", { body: options, session: true });
  }

  /** The terms of a code that is not redeemed: those that were seen, else the edge is asked. */
  async #terms(code: string): Promise<Terms> {
    const { code: known, voucher } =
      this.#previews.get(normalized(code)) ?? (await this.preview(code));
    const { key, effects, constraints } = voucher;
    return { voucher: key, code: known, effects, ...(constraints ? { constraints } : {}) } as Terms;
  }

  async quote(asked: QuoteSelection, customer: CustomerRecord | null, now: number): Promise<Quote> {
    const { vouchers, selection } = this.#parted(asked);
    const redemptions = customer?.redemptions ?? [];
    const isRedeemed = (code: string) =>
      redemptions.some((redemption) => redemption.code === normalized(code));
    const [terms] = await Promise.all([
      Promise.all(vouchers.filter((code) => !isRedeemed(code)).map((code) => this.#terms(code))),
      this.#catalog(),
    ]);
    const knows = known(customer, terms);
    return this.#ask((catalog) => catalog.quote(selection, knows, now));
  }

  async scenario(
    plan: string,
    price: string | undefined,
    customer: CustomerRecord | null,
  ): Promise<Scenario> {
    const knows = known(customer);
    return this.#ask((catalog) => catalog.scenario({ plan, ...(price && { price }) }, knows));
  }
}
