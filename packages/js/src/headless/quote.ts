/** What a selection costs, computed here. */

import type { Quote, QuoteSelection } from "@tollgate/js";
import type { ClientStore } from "./client.js";
import { asError } from "./error.js";
import { type Status, statusOf } from "./gates.js";
import { isHydrating, type KnownQuote } from "./hydration.js";
import { createLatest, createState, derive, type Store } from "./store.js";

export interface QuoteState extends Status {
  /** The selection as JSON; null for none. */
  key: string | null;
  /** Null until the first, and where the selection cannot be quoted. The last one stays while the next is made. */
  quote: Quote | null;
  error: Error | null;
}

/** The quote of a selection, which may change. */
export interface QuoteStore extends Store<QuoteState> {
  /** Quotes another selection; null for none. */
  select: (selection: QuoteSelection | null) => void;
}

type Last = (KnownQuote & { key: string }) | null;

/** Quotes a selection while there are subscribers; null for none. */
export function createQuote(client: ClientStore, selection: QuoteSelection | null): QuoteStore {
  const first = selection && JSON.stringify(selection);
  const { client: known } = client.getServerSnapshot();
  const quoted = isHydrating(known) && selection && known.knownQuote(selection);
  /** The selection as a text that is equal for equal ones; null for none. */
  const selected = createState(first);
  const quotes = createState<Last>(null, quoted && first ? { key: first, ...quoted } : null);
  const latest = createLatest(quotes.set);

  /** Asks anew for another selection and for another state of the client: prices change with that. */
  function ask() {
    const { client: asked, snapshot } = client.getSnapshot();
    const key = selected.getSnapshot();
    latest([asked, snapshot, key], () =>
      key === null
        ? null
        : asked?.quote(JSON.parse(key)).then(
            (quote) => ({ key, quote, error: null }),
            (thrown) => ({ key, quote: null, error: asError(thrown) }),
          ),
    );
  }

  const store = derive(
    [client, selected, quotes],
    (state, key, last): QuoteState => {
      const { stale, reason } = statusOf(state);
      const isOwn = last?.key === key;
      const error = key === null ? null : isOwn ? last.error : state.error;
      return {
        key,
        quote: key === null ? null : (last?.quote ?? null),
        error,
        isLoading: key !== null && !isOwn && !error,
        stale,
        reason,
      };
    },
    ask,
  );

  return {
    ...store,
    select: (selection) => {
      const key = selection && JSON.stringify(selection);
      if (key !== selected.getSnapshot()) selected.set(key);
    },
  };
}
