/** Stores: values that change, for `useSyncExternalStore` and whatever is like it in other frameworks. */

export interface Store<S> {
  /** The value now; the same object between changes. */
  getSnapshot: () => S;
  /** What a server renders and what hydration begins with, however late. */
  getServerSnapshot: () => S;
  /** Calls `listener` after each change; returns what ends that. A store works while it has subscribers. */
  subscribe: (listener: () => void) => () => void;
}

/** A store that is written to. */
export interface State<S> extends Store<S> {
  set: (value: S) => void;
}

/**
 * A value of its own.
 *
 * @param server what hydration begins with; where it does, it is the value until another is set
 * @param connect called with the first subscriber; what it returns, after the last
 */
export function createState<S>(
  initial: S,
  server: S = initial,
  connect?: () => () => void,
): State<S> {
  const listeners = new Set<() => void>();
  let value = initial;
  let disconnect: (() => void) | undefined;
  return {
    getSnapshot: () => value,
    getServerSnapshot: () => {
      if (value === initial) value = server;
      return server;
    },
    subscribe: (listener) => {
      const own = () => listener();
      if (listeners.add(own).size === 1) disconnect = connect?.();
      return () => {
        if (listeners.delete(own) && listeners.size === 0) disconnect?.();
      };
    },
    set: (next) => {
      value = next;
      for (const listener of [...listeners]) listener();
    },
  };
}

const same = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((each, at) => each === b[at]);

type Values<S extends readonly Store<unknown>[]> = {
  [I in keyof S]: S[I] extends Store<infer V> ? V : never;
};

/**
 * A store over others: computed again whenever one of them has changed.
 *
 * @param effect called for each subscriber, and after each change while there are any, before they hear of it
 */
export function derive<const S extends readonly Store<unknown>[], T>(
  sources: S,
  compute: (...values: Values<S>) => T,
  effect?: () => void,
): Store<T> {
  // That of the server, which stays, and that of now: one object where their inputs are the same.
  const results: { inputs: readonly unknown[]; value: T }[] = [];
  const result = (side: 0 | 1, read: (source: Store<unknown>) => unknown): T => {
    const inputs = sources.map(read);
    const found = results.find((each) => each && same(each.inputs, inputs));
    const given = found ?? { inputs, value: compute(...(inputs as Values<S>)) };
    results[side] = given;
    return given.value;
  };
  return {
    getSnapshot: () => result(1, (each) => each.getSnapshot()),
    getServerSnapshot: () => result(0, (each) => each.getServerSnapshot()),
    subscribe: (listener) => {
      const ends = sources.map((each) =>
        each.subscribe(() => {
          effect?.();
          listener();
        }),
      );
      effect?.();
      return () => {
        for (const end of ends) end();
      };
    },
  };
}

/**
 * Asks, unless the last question was of the same inputs, and gives the answer to `take`, unless another was asked
 * since. Without inputs it forgets the question.
 */
export function createLatest<T>(
  take: (answer: T) => void,
): (inputs: readonly unknown[], ask?: () => Promise<T> | null | undefined | false) => void {
  let asked: readonly unknown[] = [];
  return (inputs, ask) => {
    if (same(inputs, asked)) return;
    asked = inputs;
    const answer = ask?.();
    if (answer) answer.then((answer) => asked === inputs && take(answer));
  };
}
