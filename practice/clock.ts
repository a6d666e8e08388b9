/** The practice account's time. Everything in it asks this clock, so that time can be moved. */
export class Clock {
  private offset = 0;

  /** Milliseconds since the epoch. */
  now(): number {
    return Date.now() + this.offset;
  }

  date(): Date {
    return new Date(this.now());
  }

  /** Moves time forward (or back) by this many milliseconds. */
  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }
}
