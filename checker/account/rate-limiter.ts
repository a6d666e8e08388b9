/** Limits the rate of calls to each service. */
export interface RateLimiter {
  /** Runs the work when the rate allows it. A retry goes before new calls. */
  schedule<T>(service: string, isRetry: boolean, work: () => Promise<T>): Promise<T>;
}

/** Runs every call immediately. */
export const unlimited: RateLimiter = { schedule: (_service, _isRetry, work) => work() };
