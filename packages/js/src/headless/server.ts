/** For servers that render pages: what the first render is drawn from, on both sides. Needs no React. */

// Whatever the platform is, this knows where the WebAssembly is.
import "@tollgate/js";
import {
  type CheckOptions,
  type FeatureKey,
  QuoteError,
  type QuoteSelection,
  Tollgate,
  TollgateError,
  type TollgateOptions,
} from "@tollgate/js";
import { recordingFetch } from "./server/recording-fetch.js";
import {
  checkQuestion,
  quoteQuestion,
  type ServerSnapshot,
  scenarioQuestion,
  snapshotVersion,
} from "./snapshot/format.js";
import { planListOf, selectionsOf, type TableDefaults, tableInputs } from "./table/plan-list.js";

export type { ServerSnapshot } from "./snapshot/format.js";

/** A question to the gate, as a component or a hook asks it. */
export interface CheckAsked extends CheckOptions {
  feature: FeatureKey;
}

/** For whom a snapshot is made, and what the page is going to ask. */
export interface SnapshotOptions
  extends Pick<
    TollgateOptions,
    | "publishableKey"
    | "accessToken"
    | "endpoint"
    | "issuer"
    | "customer"
    | "keys"
    | "fetch"
    | "wasm"
  > {
  /** The pricing tables of the page: give each what its component is given. */
  tables?: readonly TableDefaults[];
  /**
   * What is asked of the gate beside one unit of each feature: other numbers of units, and flags that must be on as
   * well.
   */
  checks?: readonly CheckAsked[];
  /** What `useQuote` is asked. */
  quotes?: readonly QuoteSelection[];
  /** The language that the page is written in, as a BCP 47 tag; the server's own by default. */
  locale?: string;
  /** Milliseconds to wait for the edge; 3,000 by default. What is not there by then loads in the browser. */
  timeout?: number;
  /** Hears why something is missing from the snapshot. */
  onError?: (error: TollgateError) => void;
}

/** The most questions of one kind that a snapshot answers. */
const most = 500;
const usualTimeout = 3_000;

const asError = (thrown: unknown): TollgateError =>
  thrown instanceof TollgateError
    ? thrown
    : new TollgateError("unexpected", String(thrown), { cause: thrown });

/** At most `most` questions, each once. */
function asked<T>(what: string, all: readonly T[], onError: (error: TollgateError) => void): T[] {
  const once = [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
  if (once.length > most) {
    onError(
      new TollgateError(
        "snapshot_too_large",
        `the page asks for ${once.length} ${what}, a snapshot holds ${most}; ask for less at once`,
      ),
    );
  }
  return once.slice(0, most);
}

/** Takes down what the customer may use. */
function takeStatus(made: ServerSnapshot, client: Tollgate, options: SnapshotOptions): void {
  const { status, reason, token: summary, customer } = client.getSnapshot();
  const token = client.token();
  if (token !== null && status === "ready") {
    Object.assign(made, { status, reason, token, summary, customer });
  } else if (options.accessToken === undefined) {
    Object.assign(made, { status, reason });
  }
  if (made.status === "loading") return;
  const { checks = [], onError = () => {} } = options;
  for (const { feature, requested, flag } of asked("checks", checks, onError)) {
    const question = { requested, flag };
    made.checks.push([checkQuestion(feature, question), client.check(feature, question)]);
  }
}

/** Takes down what is for sale, and what the page's selections cost. */
async function takePrices(made: ServerSnapshot, client: Tollgate, options: SnapshotOptions) {
  const { tables = [], quotes = [], onError = () => {} } = options;
  const pricing = await client.pricing();
  made.pricing = pricing;
  const subscriptions = made.customer?.subscriptions ?? [];
  const ofTables = tables.flatMap((table) => {
    const list = planListOf(pricing, table.plans);
    return selectionsOf(list, tableInputs(list, subscriptions, table));
  });
  const choices = asked("plans at a price", ofTables, onError);
  const all = asked("quotes", [...choices, ...quotes], onError);
  const work = all.map(async (selection) => {
    const question = quoteQuestion(selection);
    try {
      made.quotes.push([question, { quote: await client.quote(selection) }]);
    } catch (thrown) {
      if (!(thrown instanceof QuoteError)) throw thrown;
      const { code, message, errors } = thrown;
      made.quotes.push([question, { error: { code, message, errors: [...errors] } }]);
    }
  });
  const buttons = new Map(
    choices.map(({ plan, price }) => [scenarioQuestion(plan, price), { plan, price }]),
  );
  for (const [question, { plan, price }] of buttons) {
    work.push(
      client.scenario(plan, price).then((scenario) => {
        made.scenarios.push([question, scenario]);
      }),
    );
  }
  await Promise.all(work);
}

/** Rejects when time is over. */
function overdue(signal: AbortSignal, timeout: number): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () =>
      reject(new TollgateError("snapshot_late", `the edge did not answer within ${timeout} ms`)),
    );
  });
}

/**
 * What a customer may use and what is for sale, at one instant, for the page that is about to be rendered. Without an
 * `accessToken` it is for a visitor who is not signed in.
 *
 * An edge that is out of reach, slow or refuses makes no error: what is missing loads in the browser, and `onError`
 * hears why. Rejects with a `TollgateError` where the options are wrong or the WebAssembly cannot be started.
 */
export async function takeSnapshot(options: SnapshotOptions): Promise<ServerSnapshot> {
  const { publishableKey, timeout = usualTimeout, onError = () => {} } = options;
  const { accessToken, endpoint, issuer, customer, keys, wasm, locale } = options;
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(), timeout);
  const late = overdue(ending.signal, timeout);
  late.catch(() => {});
  const empty = (): ServerSnapshot => ({
    version: snapshotVersion,
    publishableKey,
    at: Date.now(),
    locale: locale ?? new Intl.NumberFormat().resolvedOptions().locale,
    status: "loading",
    reason: null,
    token: null,
    summary: null,
    customer: null,
    checks: [],
    pricing: null,
    quotes: [],
    scenarios: [],
  });
  const made = empty();
  let client: Tollgate | null = null;
  try {
    const loading = Tollgate.load({
      publishableKey,
      storage: null,
      fetch: recordingFetch(
        options.fetch ?? ((...args) => globalThis.fetch(...args)),
        ending.signal,
      ),
      ...(accessToken === undefined ? {} : { accessToken }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(issuer === undefined ? {} : { issuer }),
      ...(customer === undefined ? {} : { customer }),
      ...(keys === undefined ? {} : { keys }),
      ...(wasm === undefined ? {} : { wasm }),
    });
    loading.catch(() => {});
    // A client that comes too late is of no use.
    late.catch(() =>
      loading.then(
        (each) => each.close(),
        () => {},
      ),
    );
    client = await Promise.race([loading, late]);
  } catch (thrown) {
    clearTimeout(timer);
    const error = asError(thrown);
    if (error.code !== "snapshot_late") throw error;
    onError(error);
    return made;
  }
  try {
    const { error } = client.getSnapshot();
    if (error) onError(error);
    takeStatus(made, client, options);
    const draft = { ...made, quotes: [...made.quotes], scenarios: [...made.scenarios] };
    await Promise.race([takePrices(draft, client, options), late]);
    return draft;
  } catch (thrown) {
    onError(asError(thrown));
    return made;
  } finally {
    clearTimeout(timer);
    client.close();
  }
}

const escapes: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/**
 * A snapshot as text for the inside of a `<script>` element, as JSON or as a JavaScript expression: whatever names and
 * texts it holds, none ends the element or begins a comment.
 */
export function serialize(snapshot: ServerSnapshot): string {
  return JSON.stringify(snapshot).replace(/[<>&\u2028\u2029]/g, (sign) => escapes[sign] ?? "");
}
