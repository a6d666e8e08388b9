/**
 * How many calls may still be made: as many as a second's to begin with, and then as many a second, evenly. AWS's API
 * throttling is a token bucket of this kind (EC2's documentation tells it of its own API).
 */
export class Allowance {
  private readonly perSecond: number;
  private left: number;
  private at = 0;

  constructor(perSecond: number) {
    this.perSecond = perSecond;
    this.left = perSecond;
  }

  /** Whether one more may be made at this moment (milliseconds); then it is counted. */
  take(now: number): boolean {
    const earned = this.at === 0 ? 0 : ((now - this.at) / 1000) * this.perSecond;
    this.left = Math.min(this.perSecond, this.left + earned);
    this.at = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
