/**
 * The practice account's time. Everything in it asks this clock, so that time can be moved: `set` makes the
 * clock wrong, as a machine's may be; `forward` lets time pass, without the clients' clocks being wrong.
 */
export class Clock {
  private offset = 0;
  private forwarded = 0;
  private readonly listeners = new Set<() => void>();

  /** Milliseconds since the epoch: what happens now is recorded with this. */
  now(): number {
    return this.wall() + this.forwarded;
  }

  date(): Date {
    return new Date(this.now());
  }

  /** What the clock on the wall says: what clients' clocks are compared with. Time let pass is not in it. */
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

  /** Lets time pass. */
  passTime(milliseconds: number): void {
    this.forwarded += milliseconds;
    this.notifyListeners();
  }

  get state(): { offsetMs: number; forwardedMs: number } {
    return { offsetMs: this.offset, forwardedMs: this.forwarded };
  }

  /** Calls back whenever time was moved: timers are to be armed anew. Answers how to stop that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private notifyListeners(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
