/**
 * The practice account's time. All its code reads this clock, so that a test can move time. `setOffset` makes the
 * clock wrong, as a machine's clock can be. `passTime` lets time pass and leaves the clients' clocks right.
 */
export class Clock {
  private offset = 0;
  private forwarded = 0;
  private readonly listeners = new Set<() => void>();

  /** Milliseconds since the epoch. Every record of an event carries this time. */
  now(): number {
    return this.wall() + this.forwarded;
  }

  date(): Date {
    return new Date(this.now());
  }

  /** Milliseconds since the epoch, to compare with clients' clocks. It leaves out the time of `passTime`. */
  wall(): number {
    return Date.now() + this.offset;
  }

  /** Moves the clock forward (or back) by this many milliseconds. */
  shiftOffset(milliseconds: number): void {
    this.setOffset(this.offset + milliseconds);
  }

  /** Makes the clock differ from the machine's by this many milliseconds. */
  setOffset(offset: number): void {
    this.offset = offset;
    this.notifyListeners();
  }

  /** Lets this many milliseconds pass. */
  passTime(milliseconds: number): void {
    this.forwarded += milliseconds;
    this.notifyListeners();
  }

  get state(): { offsetMs: number; forwardedMs: number } {
    return { offsetMs: this.offset, forwardedMs: this.forwarded };
  }

  /**
   * Calls `listener` whenever time was moved, so that it resets its timers. Returns a function that stops the calls.
   */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private notifyListeners(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
