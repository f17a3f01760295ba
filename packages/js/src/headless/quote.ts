/** What a selection costs, computed here. */

import type { Quote, QuoteSelection } from "@tollgate/js";
import type { ClientState, ClientStore } from "./client.js";
import { asError } from "./error.js";
import { type Status, statusOf } from "./gates.js";
import { isHydrating, type KnownQuote } from "./hydration.js";
import { Emitter, memo, type Store } from "./store.js";

export interface QuoteState extends Status {
  /** Null until the first, and where the selection cannot be quoted. The last one stays while the next is made. */
  quote: Quote | null;
  error: Error | null;
}

/** A selection as a text that is equal for equal ones; null for none. */
type Key = string | null;

const keyOf = (selection: QuoteSelection | null): Key => selection && JSON.stringify(selection);

/** The quote of a selection, which may change. */
export class QuoteStore extends Emitter implements Store<QuoteState> {
  readonly #client: ClientStore;
  readonly #initial: Last | null;
  #key: Key;
  #last: Last | null;
  #asked: readonly unknown[] = [];
  #turn = 0;

  /** `selection` is null for nothing to quote. */
  constructor(client: ClientStore, selection: QuoteSelection | null) {
    super();
    const { client: known } = client.getServerSnapshot();
    this.#client = client;
    this.#key = keyOf(selection);
    const quote = isHydrating(known) && selection && known.knownQuote(selection);
    this.#initial = quote ? { key: this.#key, ...quote } : null;
    this.#last = this.#initial;
  }

  /** The selection that is quoted, as JSON; null for none. */
  get key(): string | null {
    return this.#key;
  }

  getSnapshot = (): QuoteState => this.#state(this.#client.getSnapshot(), this.#key, this.#last);
  getServerSnapshot = (): QuoteState =>
    this.#state(this.#client.getServerSnapshot(), this.#key, this.#initial);

  /** Quotes another selection; null for none. */
  select(selection: QuoteSelection | null): void {
    const key = keyOf(selection);
    if (key === this.#key) return;
    this.#key = key;
    if (this.isConnected) this.#ask();
    this.emit();
  }

  override connect() {
    const end = this.#client.subscribe(() => {
      this.#ask();
      this.emit();
    });
    this.#ask();
    return () => {
      end();
      this.#turn += 1;
      this.#asked = [];
    };
  }

  /** Asks for the selection, unless it was asked of the same client in the same state: prices change with that. */
  #ask(): void {
    const key = this.#key;
    const { client, snapshot } = this.#client.getSnapshot();
    const asked = [client, snapshot, key];
    if (asked.every((each, at) => each === this.#asked[at])) return;
    this.#asked = asked;
    this.#turn += 1;
    if (!client || !snapshot || key === null) return;
    const turn = this.#turn;
    const answer = (known: KnownQuote) => {
      if (turn !== this.#turn) return;
      this.#last = { key, ...known };
      this.emit();
    };
    client.quote(JSON.parse(key)).then(
      (quote) => answer({ quote, error: null }),
      (thrown) => answer({ quote: null, error: asError(thrown) }),
    );
  }

  readonly #state = memo((state: ClientState, key: Key, last: Last | null): QuoteState => {
    const { stale, reason } = statusOf(state);
    if (key === null) return { quote: null, error: null, isLoading: false, stale, reason };
    const error = last?.key === key ? last.error : state.error;
    const isLoading = last?.key !== key && !error;
    return { quote: last?.quote ?? null, error, isLoading, stale, reason };
  });
}

interface Last extends KnownQuote {
  key: Key;
}
