/**
 * Refreshes the token: ahead of expiry, when the page comes back, with back-off where the edge fails, one tab for all.
 */

import type { Clock } from "./clock.js";
import { ApiError, NetworkError, TollgateError } from "./error.js";
import { alone } from "./lock.js";
import { onReturn, refreshDelay, retryDelay, Timer } from "./schedule.js";
import type { TokenState } from "./token-state.js";
import type { StoredToken, TokenStorage } from "./token-storage.js";

/** A page that comes back asks anew where what it knows is older than this. */
const freshMillis = 60_000;
/** For how long a tab that waited for another waits for its broadcast, which may come after the lock. */
const broadcastMillis = 250;
const refusals = [401, 403, 404];

export class Refresher {
  readonly #state: TokenState;
  readonly #storage: TokenStorage;
  readonly #clock: Clock;
  readonly #onChange: () => void;
  readonly #timer = new Timer();
  readonly #endReturn: () => void;
  #running: Promise<void> | null = null;
  /** An answer that the edge gave at or after this instant, by the local clock, serves the one that runs. */
  #since = 0;
  #askedAt = 0;
  #failures = 0;
  #onToken = () => {};
  #isClosed = false;

  /** Why the last refresh failed; null when it did not. */
  error: TollgateError | null = null;

  /** `onChange` is called after every change of the token or of `error`. */
  constructor(state: TokenState, storage: TokenStorage, clock: Clock, onChange: () => void) {
    this.#state = state;
    this.#storage = storage;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#endReturn = onReturn((reconnected) => this.#return(reconnected));
  }

  /**
   * Refreshes; those who call at the same time share it. What the edge gave another tab at or after `since` serves as
   * well: infinite for what must be asked from now on.
   */
  run(since: number): Promise<void> {
    if (this.#isClosed) return Promise.reject(closed());
    this.#since = Math.max(this.#since, since);
    this.#running ??= alone(this.#storage.name, (waited) => this.#refresh(waited)).finally(() => {
      this.#running = null;
      this.#since = 0;
    });
    return this.#running;
  }

  /** Refreshes with an answer that is asked for from now on: for after a change at the edge. */
  async runAfter(): Promise<void> {
    await this.#running?.catch(() => {});
    await this.run(Number.POSITIVE_INFINITY).catch(() => {});
  }

  /** Refreshes now if that is due: for when the clock has moved and the timer has not. */
  look(): void {
    this.#timer.look();
  }

  /** For how long the edge asked to be left alone. */
  get #asked(): number {
    return this.error instanceof ApiError ? (this.error.retryAfterMillis ?? 0) : 0;
  }

  /** Arms the next refresh of the token. */
  arm(): void {
    const summary = this.#state.gate?.summary;
    const wait =
      this.error || !summary
        ? retryDelay(this.#failures, Math.random(), this.#asked)
        : refreshDelay(summary.issuedAt, summary.expiresAt, Math.random(), this.#clock.now());
    this.#timer.arm(wait, () => this.run(this.#state.at + 1).catch(() => {}));
  }

  /** Another tab was given a token; or was refused: then this one asks for itself, unless it was refused as well. */
  async receive(stored: StoredToken | null): Promise<void> {
    if (stored && (await this.#state.take(stored)) && !this.#isClosed) {
      this.#settle(null);
      this.#onToken();
    } else if (!stored && !this.error) {
      this.run(Date.now()).catch(() => {});
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#timer.stop();
    this.#endReturn();
    this.#onToken();
  }

  async #refresh(waited: boolean): Promise<void> {
    let failure: unknown = null;
    try {
      if (!(await this.#isServed(waited)) && !(waited && (await this.#isToldByTab()))) {
        this.#askedAt = Date.now();
        await this.#state.fetch();
      }
    } catch (thrown) {
      failure = thrown;
    }
    if (this.#isClosed) throw closed();
    this.#settle(failure);
    if (failure) throw this.error;
  }

  /** Whether another tab was given what serves this one as well. */
  async #isServed(waited: boolean): Promise<boolean> {
    if (waited && this.#state.at >= this.#since) return true;
    const kept = this.#storage.read();
    return kept !== null && kept.at >= this.#since && this.#state.take(kept);
  }

  /** Waits for what another tab has to tell. */
  async #isToldByTab(): Promise<boolean> {
    await new Promise<void>((resolve) => {
      this.#onToken = resolve;
      setTimeout(resolve, broadcastMillis);
    });
    return this.#isServed(true);
  }

  #settle(failure: unknown): void {
    this.error =
      failure === null || failure instanceof TollgateError
        ? failure
        : new TollgateError("unexpected", String(failure), { cause: failure });
    this.#failures = failure ? this.#failures + 1 : 0;
    // What a proxy answers in place of the edge has no request id.
    const { error } = this;
    if (error instanceof ApiError && error.requestId && refusals.includes(error.status))
      this.#state.refuse(error.code);
    this.arm();
    this.#onChange();
  }

  /** The page came back: what it knows may be old. */
  #return(reconnected: boolean): void {
    this.#timer.look();
    const now = Date.now();
    const isBack = reconnected && this.error instanceof NetworkError;
    const isOld = Math.abs(now - Math.max(this.#state.at, this.#askedAt)) > freshMillis;
    if (isBack) this.#failures = 0;
    if ((isOld || isBack) && now >= this.#askedAt + this.#asked)
      this.run(now - freshMillis).catch(() => {});
  }
}

const closed = () => new TollgateError("closed", "the client was closed; load another");
