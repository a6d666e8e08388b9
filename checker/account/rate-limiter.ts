/** Where a call to a service waits for its turn. */
export interface RateLimiter {
  /** Does the work when its turn has come. `again`: it was tried before, and goes in front of new calls. */
  schedule<T>(service: string, isRetry: boolean, work: () => Promise<T>): Promise<T>;
}

/** Every call goes at once. */
export const unlimited: RateLimiter = { schedule: (_service, _again, work) => work() };
