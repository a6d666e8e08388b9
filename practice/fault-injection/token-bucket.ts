/**
 * How many calls may still be made: as many as a second's to begin with, and then as many a second, evenly. AWS's API
 * throttling is a token bucket of this kind (EC2's documentation tells it of its own API).
 */
export class TokenBucket {
  private readonly perSecond: number;
  private tokens: number;
  private updatedAt = 0;

  constructor(perSecond: number) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
  }

  /** Whether one more may be made at this moment (milliseconds); then it is counted. */
  take(now: number): boolean {
    const refill = this.updatedAt === 0 ? 0 : ((now - this.updatedAt) / 1000) * this.perSecond;
    this.tokens = Math.min(this.perSecond, this.tokens + refill);
    this.updatedAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
