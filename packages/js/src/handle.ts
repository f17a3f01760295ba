/**
 * Objects in WebAssembly that outlive their instance.
 *
 * The core throws nothing: what is thrown is a trap.
 *
 * A trap (out of memory, `unreachable`, an exhausted stack) leaves an instance in no defined state. It is never asked
 * again: the next question goes to a fresh one, in which whatever is held is made anew.
 */

interface Restartable {
  __wbg_reset_state(): void;
}

/** Modules whose instance has trapped. */
const spent = new WeakSet<object>();
/** How often a module's instance was replaced. */
const lives = new WeakMap<object, number>();

const lifeOf = (module: object): number => lives.get(module) ?? 0;

function run<R>(module: Restartable, task: () => R): R {
  for (let isLast = false; ; isLast = true) {
    try {
      if (spent.has(module)) {
        lives.set(module, lifeOf(module) + 1);
        module.__wbg_reset_state();
        spent.delete(module);
      }
      return task();
    } catch (thrown) {
      spent.add(module);
      if (isLast) throw thrown;
    }
  }
}

export class Handle<T extends { free(): void }> {
  readonly #module: Restartable;
  readonly #make: () => T;
  #held: T | null = null;
  #life = 0;

  /** Makes it at once. Throws what traps twice. `make` gives the same whenever it is called. */
  constructor(module: Restartable, make: () => T) {
    this.#module = module;
    this.#make = make;
    this.ask(() => {});
  }

  /** Asks it; after a trap once more, in a fresh instance. Throws what traps twice. */
  ask<R>(question: (held: T) => R): R {
    return run(this.#module, () => question(this.held));
  }

  /** It, in the instance that is alive; for the `make` of another one. */
  get held(): T {
    const life = lifeOf(this.#module);
    if (!this.#held || this.#life !== life) {
      this.#held = this.#make();
      this.#life = life;
    }
    return this.#held;
  }

  /** Gives its memory back; it is made anew when it is asked again. */
  free(): void {
    const held = this.#held;
    this.#held = null;
    if (!held || this.#life !== lifeOf(this.#module) || spent.has(this.#module)) return;
    try {
      held.free();
    } catch {
      spent.add(this.#module);
    }
  }
}
