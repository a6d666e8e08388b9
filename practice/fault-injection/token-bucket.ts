/**
 * A rate limit. The bucket begins with one second's calls and is refilled evenly at `perSecond`. AWS's API throttling
 * is a token bucket of this kind; EC2's documentation describes it for the EC2 API.
 */
export class TokenBucket {
  private readonly perSecond: number;
  private tokens: number;
  private updatedAt = 0;

  constructor(perSecond: number) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
  }

  /** Whether one more call may be made at this time (milliseconds). If so, takes a token for it. */
  take(now: number): boolean {
    const refill = this.updatedAt === 0 ? 0 : ((now - this.updatedAt) / 1000) * this.perSecond;
    this.tokens = Math.min(this.perSecond, this.tokens + refill);
    this.updatedAt = now;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
