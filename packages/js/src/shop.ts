/** What is for sale, and what it costs: prices from the edge, quotes computed here. */

import type { Edge } from "./edge.js";
import { QuoteError } from "./error.js";
import type {
  CustomerRecord,
  PreviewOptions,
  QuoteSelection,
  VoucherPreview,
  WasmSource,
} from "./types.js";
import type { Pricing, Problem, Quote, Scenario, Terms } from "./wasm/gate/gate.js";
import { loadQuote, type QuoteModule } from "./wasm.js";

const keptMillis = 60_000;

interface Offer {
  at: number;
  text: Promise<string>;
  pricing: Promise<Pricing>;
  catalog: Promise<InstanceType<QuoteModule["Catalog"]>> | null;
}

const normalized = (code: string) => code.trim().toUpperCase();

function failed(thrown: unknown): unknown {
  const { code, message, errors } = thrown as {
    code?: unknown;
    message?: unknown;
    errors?: unknown;
  };
  if (typeof code !== "string") return thrown;
  return new QuoteError(code, String(message), Array.isArray(errors) ? (errors as Problem[]) : []);
}

/** What the core reads of a customer. */
function shopper(customer: CustomerRecord | null, vouchers: Terms[] = []): string {
  const { subscriptions = [], redemptions = [] } = customer ?? {};
  return JSON.stringify({ subscriptions, redemptions, vouchers });
}

export class Shop {
  readonly #edge: Edge;
  readonly #wasm: WasmSource | undefined;
  #offer: Offer | null = null;
  readonly #previews = new Map<string, VoucherPreview>();

  constructor(edge: Edge, wasm: WasmSource | undefined) {
    this.#edge = edge;
    this.#wasm = wasm;
  }

  #current(): Offer {
    if (this.#offer && Date.now() - this.#offer.at < keptMillis) return this.#offer;
    const text = this.#edge.text("/v1/client/pricing");
    const offer: Offer = {
      at: Date.now(),
      text,
      pricing: text.then((text) => JSON.parse(text)),
      catalog: null,
    };
    offer.pricing.catch(() => {
      if (this.#offer === offer) this.#offer = null;
    });
    this.#offer = offer;
    return offer;
  }

  pricing(): Promise<Pricing> {
    return this.#current().pricing;
  }

  #catalog(): Promise<InstanceType<QuoteModule["Catalog"]>> {
    const offer = this.#current();
    offer.catalog ??= Promise.all([loadQuote(this.#wasm), offer.text]).then(([module, text]) => {
      try {
        return new module.Catalog(text);
      } catch (thrown) {
        throw failed(thrown);
      }
    });
    offer.catalog.catch(() => {
      offer.catalog = null;
    });
    return offer.catalog;
  }

  async preview(code: string, options: PreviewOptions = {}): Promise<VoucherPreview> {
    const preview = await this.#edge.json<VoucherPreview>("/v1/client/vouchers/preview", {
      body: { code, ...options },
      session: this.#edge.hasSession,
    });
    this.#previews.set(normalized(code), preview);
    return preview;
  }

  /** The terms of a code that is not redeemed: those that were seen, else the edge is asked. */
  async #terms(code: string): Promise<Terms> {
    const { code: known, voucher } =
      this.#previews.get(normalized(code)) ?? (await this.preview(code));
    const { key, effects, constraints } = voucher;
    return { voucher: key, code: known, effects, ...(constraints ? { constraints } : {}) } as Terms;
  }

  async quote(asked: QuoteSelection, customer: CustomerRecord | null, now: number): Promise<Quote> {
    const { vouchers = [], ...selection } = asked;
    const redemptions = customer?.redemptions ?? [];
    const isRedeemed = (code: string) =>
      redemptions.some((redemption) => redemption.code === normalized(code));
    const [catalog, terms] = await Promise.all([
      this.#catalog(),
      Promise.all(vouchers.filter((code) => !isRedeemed(code)).map((code) => this.#terms(code))),
    ]);
    try {
      return catalog.quote(JSON.stringify(selection), shopper(customer, terms), now);
    } catch (thrown) {
      throw failed(thrown);
    }
  }

  async scenario(
    plan: string,
    price: string | undefined,
    customer: CustomerRecord | null,
    now: number,
  ): Promise<Scenario> {
    const catalog = await this.#catalog();
    try {
      return catalog.scenario(shopper(customer), plan, price, now);
    } catch (thrown) {
      throw failed(thrown);
    }
  }
}
