/** The server's clock, as far as its answers show it. */
export class Clock {
  /** How far the server's clock is ahead of the local one, in milliseconds; 0 until an answer shows it. */
  offset: number;

  constructor(offset = 0) {
    this.offset = offset;
  }

  /** The server's time now, in milliseconds. */
  now(): number {
    return Date.now() + this.offset;
  }

  /**
   * Learns from an answer. The server's time lies between question and answer; an offset that agrees with that stays,
   * so that the clock does not jitter.
   */
  learn(server: number, asked: number, answered: number): void {
    const [least, most] = [server - answered, server - asked];
    if (this.offset < least - 1 || this.offset > most + 1)
      this.offset = Math.round((least + most) / 2);
  }
}
