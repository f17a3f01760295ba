/** Keeps a pass fresh: ahead of expiry, when the page comes back, patiently where the edge fails, one tab for all. */

import type { Clock } from "./clock.js";
import type { Edge } from "./edge.js";
import { ApiError, NetworkError, TollgateError } from "./error.js";
import { alone } from "./lock.js";
import { isRecord, type Keeper, type Memory } from "./memory.js";
import type { Pass } from "./pass.js";
import { onReturn, pause, renewal, Timer } from "./schedule.js";

/** A page that comes back asks anew where what it knows is older than this. */
const freshMillis = 60_000;
/** For as long one who waited for another tab waits for its news, which may come after the lock. */
const newsMillis = 250;
const refusals = [401, 403, 404];

interface RenewalOptions {
  pass: Pass;
  edge: Edge;
  clock: Clock;
  keeper: Keeper;
  /** The name that is shared between tabs. */
  name: string;
  /** Called after every change of the pass or of `error`. */
  onChange: () => void;
}

export class Renewal {
  readonly #options: RenewalOptions;
  readonly #timer = new Timer();
  readonly #endReturn: () => void;
  #running: Promise<void> | null = null;
  /** An answer that the edge gave at or after this instant, by the local clock, serves the one that runs. */
  #since = Number.NEGATIVE_INFINITY;
  #askedAt = Number.NEGATIVE_INFINITY;
  /** Until when the edge asked for silence. */
  #quietUntil = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #onNews = () => {};
  #isClosed = false;

  /** Why the last refresh failed; null when it did not. */
  error: TollgateError | null = null;

  constructor(options: RenewalOptions) {
    this.#options = options;
    this.#endReturn = onReturn((reconnected) => this.#return(reconnected));
  }

  /**
   * Refreshes; those who call at the same time share it. What the edge gave another tab at or after `since` serves as
   * well: infinite for what must be asked from now on.
   */
  run(since: number): Promise<void> {
    if (this.#isClosed) return Promise.reject(closed());
    this.#since = Math.max(this.#since, since);
    this.#running ??= alone(this.#options.name, (waited) => this.#refresh(waited)).finally(() => {
      this.#running = null;
      this.#since = Number.NEGATIVE_INFINITY;
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

  /** Arms the next refresh of a pass that was taken up. */
  arm(): void {
    const { pass, clock } = this.#options;
    const summary = pass.gate?.summary;
    const asked = this.error instanceof ApiError ? this.error.retryAfterMillis : null;
    const wait =
      this.#failures > 0 || !summary
        ? pause(Math.max(this.#failures, 1), Math.random(), asked)
        : renewal(summary.issuedAt, summary.expiresAt, Math.random(), clock.now());
    this.#timer.arm(wait, () => this.run(pass.at + 1).catch(() => {}));
  }

  /** Another tab was given a token, or was refused: then this one asks for itself, unless it was refused as well. */
  async hear(memory: Memory | null): Promise<void> {
    if (this.#isClosed) return;
    if (!memory) {
      if (!this.error) this.run(Date.now()).catch(() => {});
    } else if ((await this.#options.pass.take(memory)) && !this.#isClosed) {
      this.#succeed();
      this.#onNews();
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#timer.stop();
    this.#endReturn();
    this.#onNews();
  }

  async #refresh(waited: boolean): Promise<void> {
    const { pass, keeper } = this.#options;
    try {
      if (waited && pass.at < this.#since) await this.#news();
      if (waited && pass.at >= this.#since) return;
      const kept = keeper.recall();
      if (!(kept && kept.at >= this.#since && (await pass.take(kept)))) await this.#ask();
      this.#succeed();
    } catch (error) {
      if (this.#isClosed) throw closed();
      await this.#fail(error);
      throw this.error;
    }
  }

  /** Waits for what another tab has to tell. */
  #news(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, newsMillis);
      this.#onNews = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #ask(): Promise<void> {
    const { edge, pass } = this.#options;
    if (this.#isClosed) throw closed();
    this.#askedAt = Date.now();
    const coming = pass.fetchKeys();
    const answer = await edge.json<{ token?: unknown; customer?: unknown } | null>(
      "/v1/client/token",
      { session: true },
    );
    const { token, customer } = answer ?? {};
    if (typeof token !== "string" || !isRecord(customer)) {
      throw new TollgateError(
        "answer_malformed",
        "the edge answered without a token; check the endpoint",
      );
    }
    await pass.accept(token, customer, coming);
  }

  #succeed(): void {
    if (this.#isClosed) throw closed();
    this.#failures = 0;
    this.error = null;
    this.arm();
    this.#options.onChange();
  }

  async #fail(thrown: unknown): Promise<void> {
    this.#failures += 1;
    this.error =
      thrown instanceof TollgateError
        ? thrown
        : new TollgateError("unexpected", String(thrown), { cause: thrown });
    if (this.error instanceof ApiError) {
      const { status, code, retryAfterMillis } = this.error;
      this.#quietUntil = Date.now() + (retryAfterMillis ?? 0);
      // A proxy that answers in place of the edge gives no code.
      const isRefused = refusals.includes(status) && !code.startsWith("http_");
      if (isRefused) await this.#options.pass.refuse(this.error).catch(() => {});
    }
    if (this.#isClosed) return;
    this.arm();
    this.#options.onChange();
  }

  /** The page came back: what it knows may be old. */
  #return(reconnected: boolean): void {
    this.#timer.look();
    const now = Date.now();
    if (now < this.#quietUntil) return;
    const isOld = Math.abs(now - Math.max(this.#options.pass.at, this.#askedAt)) > freshMillis;
    const isBack = reconnected && this.error instanceof NetworkError;
    if (isBack) this.#failures = 0;
    if (isOld || isBack) this.run(now - freshMillis).catch(() => {});
  }
}

const closed = () => new TollgateError("closed", "the client was closed; load another");
