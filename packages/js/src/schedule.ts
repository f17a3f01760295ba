/** When to refresh: ahead of expiry, after a failure, when the page comes back. */

const minute = 60_000;
/** Between two refreshes that nobody asked for: a token may be issued moments before its end. */
const shortest = 5_000;

/**
 * For how long to wait at `now` with a token that was issued and expires at these instants: until between 60 and 80
 * percent of its life, so that many clients do not come at once and a failure leaves time to try again.
 */
export function refreshDelay(
  issuedAt: number,
  expiresAt: number,
  random: number,
  now: number,
): number {
  return Math.max(issuedAt + (expiresAt - issuedAt) * (0.6 + 0.2 * random) - now, shortest);
}

/**
 * For how long to wait after `failures` failures in a row: doubling from a second to five minutes, spread by half;
 * never less than what the edge asked for, and up to a fifth more, so that not all who were told the same return at
 * once.
 */
export function retryDelay(failures: number, random: number, asked: number): number {
  const most = Math.min(500 * 2 ** failures, 5 * minute);
  return Math.max(most * (0.5 + 0.5 * random), asked * (1 + 0.2 * random));
}

/**
 * One timer, armed for one instant at a time. It looks at the clock every minute: timers stand still while a machine
 * sleeps, and count in 31 bits. A clock that is set back does not delay it.
 */
export class Timer {
  #handle: ReturnType<typeof setTimeout> | undefined;
  #task: (() => void) | null = null;
  #due = 0;
  #elapsed = 0;

  /** Calls `task` after `millis`, in place of what was armed. Does not keep a process alive. */
  arm(millis: number, task: () => void): void {
    this.#task = task;
    this.#due = Date.now() + millis;
    this.#elapsed = performance.now() + millis;
    this.#wait(millis);
  }

  /** Calls the task now if it is due: for when the page was away. */
  look(): void {
    if (!this.#task) return;
    const left = Math.min(this.#due - Date.now(), this.#elapsed - performance.now());
    if (left > 0) {
      this.#wait(left);
    } else {
      const task = this.#task;
      this.stop();
      task();
    }
  }

  stop(): void {
    clearTimeout(this.#handle);
    this.#task = null;
  }

  #wait(left: number): void {
    clearTimeout(this.#handle);
    if (left === Number.POSITIVE_INFINITY) return;
    this.#handle = setTimeout(() => this.look(), Math.min(Math.max(Math.ceil(left), 0), minute));
    (this.#handle as { unref?: () => void }).unref?.();
  }
}

/**
 * Calls `task` when the page comes to the front, out of the cache of pages, or back on line. Returns what ends that.
 */
export function onReturn(task: (reconnected: boolean) => void): () => void {
  if (typeof window === "undefined" || typeof document === "undefined") return () => {};
  const ending = new AbortController();
  const come = ({ type }: Event) => {
    if (document.visibilityState === "visible" || type === "online") task(type === "online");
  };
  document.addEventListener("visibilitychange", come, ending);
  for (const type of ["focus", "pageshow", "online"]) window.addEventListener(type, come, ending);
  return () => ending.abort();
}
