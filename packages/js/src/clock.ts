/** How far the local clock may fall behind what has certainly passed before it is not believed. */
const toleranceMillis = 1_000;

/** The server's clock, as far as its answers show it. */
export class Clock {
  /** How far the server's clock is ahead of the local one, in milliseconds; 0 until something shows it. */
  offset = 0;
  /** Whether an answer has shown it to this client. */
  isKnown = false;
  /** The server's time at its last answer, less what `performance.now()` said then. */
  #answered = 0;

  /**
   * The server's time now, in milliseconds. It goes on where the local clock is set back, and jumps with it where that
   * is set forward: the page may have slept.
   */
  now(): number {
    const shown = Date.now() + this.offset;
    const passed = this.#answered + performance.now();
    return shown + toleranceMillis < passed ? passed : shown;
  }

  /**
   * Learns from an answer. The server's time lies between question and answer; an offset that agrees with that stays,
   * so that the clock does not jitter.
   */
  learn(server: number, asked: number, answered: number): void {
    const least = server - answered;
    const most = Math.max(server - asked, least);
    if (this.offset < least - 1 || this.offset > most + 1)
      this.offset = Math.round((least + most) / 2);
    this.isKnown = true;
    this.#answered = server - performance.now();
  }
}
