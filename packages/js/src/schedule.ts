/** When to refresh: ahead of expiry, after a failure, when the page comes back. */

const minute = 60_000;
/** `setTimeout` counts in 31 bits. */
const longest = 2_147_483_647;

/**
 * When to refresh a token that was issued and expires at these instants: between 60 and 80 percent of its life, so that
 * many clients do not come at once and a failure leaves time to try again.
 */
export function renewal(issuedAt: number, expiresAt: number, random: number): number {
  return issuedAt + (expiresAt - issuedAt) * (0.6 + 0.2 * random);
}

/** For how long to wait after `failures` failures in a row: doubling from a second to five minutes, spread by half. */
export function pause(failures: number, random: number, asked: number | null): number {
  const most = Math.min(1_000 * 2 ** Math.min(failures - 1, 20), 5 * minute);
  return Math.max(most * (0.5 + 0.5 * random), asked ?? 0);
}

/** One timer, armed for one instant at a time. */
export class Timer {
  #handle: ReturnType<typeof setTimeout> | undefined;

  /** Calls `task` after `millis`, in place of what was armed. Does not keep a process alive. */
  arm(millis: number, task: () => void): void {
    clearTimeout(this.#handle);
    if (millis === Number.POSITIVE_INFINITY) return;
    this.#handle = setTimeout(task, Math.min(Math.max(millis, 0), longest));
    if (typeof this.#handle === "object") (this.#handle as { unref?: () => void }).unref?.();
  }

  stop(): void {
    clearTimeout(this.#handle);
  }
}

/** Calls `task` when the page comes to the front or back on line. Returns what ends that. */
export function onReturn(task: (reconnected: boolean) => void): () => void {
  if (typeof window === "undefined" || typeof document === "undefined") return () => {};
  const ending = new AbortController();
  const { signal } = ending;
  const seen = () => document.visibilityState === "visible" && task(false);
  document.addEventListener("visibilitychange", seen, { signal });
  window.addEventListener("focus", seen, { signal });
  window.addEventListener("online", () => task(true), { signal });
  return () => ending.abort();
}
