/** Stores: values that change, for `useSyncExternalStore` and whatever is like it in other frameworks. */

export interface Store<S> {
  /** The value now; the same object between changes. */
  getSnapshot: () => S;
  /** What a server renders and what hydration begins with, however late. */
  getServerSnapshot: () => S;
  /** Calls `listener` after each change; returns what ends that. A store works while it has subscribers. */
  subscribe: (listener: () => void) => () => void;
}

/** The subscribers of a store. */
export class Emitter {
  readonly #listeners = new Set<() => void>();
  #disconnect: () => void = () => {};

  subscribe = (listener: () => void): (() => void) => {
    const own = () => listener();
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#disconnect = this.connect();
    return () => {
      if (this.#listeners.delete(own) && !this.isConnected) this.#disconnect();
    };
  };

  get isConnected(): boolean {
    return this.#listeners.size > 0;
  }

  emit(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Called with the first subscriber; what it returns, after the last. */
  connect(): () => void {
    return () => {};
  }
}

/** `compute` with its last two results kept: that of the server, and that of now. */
export function memo<A extends readonly unknown[], T>(
  compute: (...inputs: A) => T,
): (...inputs: A) => T {
  let results: { inputs: A; value: T }[] = [];
  return (...inputs) => {
    const found = results.find((each) => each.inputs.every((input, at) => input === inputs[at]));
    if (found) return found.value;
    const value = compute(...inputs);
    results = [...results.slice(-1), { inputs, value }];
    return value;
  };
}

type Values<S extends readonly Store<unknown>[]> = {
  [I in keyof S]: S[I] extends Store<infer V> ? V : never;
};

/** A store over others: computed again whenever one of them has changed. */
export function derived<const S extends readonly Store<unknown>[], T>(
  sources: S,
  compute: (...values: Values<S>) => T,
): Store<T> {
  const value = memo(compute);
  return {
    getSnapshot: () => value(...(sources.map((each) => each.getSnapshot()) as Values<S>)),
    getServerSnapshot: () =>
      value(...(sources.map((each) => each.getServerSnapshot()) as Values<S>)),
    subscribe: (listener) => {
      const ends = sources.map((each) => each.subscribe(listener));
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
