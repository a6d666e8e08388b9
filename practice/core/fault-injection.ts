/** Which faults are injected into AWS calls over HTTP. Rates are from 0 (never) to 1 (always). */
export interface FaultSettings {
  /** Milliseconds before a call is handled: always this many, or evenly distributed from `min` to `max`. */
  latency?: number | { min: number; max: number };
  /** Rate of calls that are throttled, by service. */
  throttle?: Record<string, number>;
  /** Calls a second that an account may make, by service. Further calls are throttled. */
  limit?: Record<string, number>;
  /** Rate of calls that fail with an internal error and are not carried out. */
  errors?: number;
  /** Rate of connections that are dropped before the call is handled. */
  drop?: number;
  /** Rate of calls that are carried out, but whose connection is closed in the middle of the response. */
  halfClose?: number;
  /** Milliseconds before each piece of a response's body. */
  slowBody?: number;
  /** Seed of the random sequence. */
  seed: number;
}

/** What happens to one call. Times are in milliseconds. */
export interface CallOutcome {
  latency: number;
  dropped: boolean;
  /** Whether the connection is closed in the middle of the response. */
  cut: boolean;
  slowBody: number;
  /** A random number from 0 to 1. Below the service's throttle rate, the call is throttled. */
  throttle: number;
  error: boolean;
}

export interface FaultCounts {
  calls: number;
  throttled: number;
  errors: number;
  dropped: number;
  halfClosed: number;
}

/** Decides the outcome of AWS calls over HTTP. `practice/fault-injection/` implements it. */
export interface FaultInjector {
  /** The current settings; undefined while no fault is injected. */
  readonly settings: FaultSettings | undefined;
  readonly counts: FaultCounts;
  /** Replaces the settings and starts the random sequence again. */
  set(settings: FaultSettings | undefined): void;
  /** Draws and keeps the outcome of this request's call, until `endCall`; undefined while nothing is set. */
  drawOutcome(requestId: string): CallOutcome | undefined;
  /** Throws the service's own error when the call's outcome is to be throttled or to fail. */
  throwIfInjected(requestId: string, service: string, accountId: string): void;
  /** Forgets the outcome of this request's call. */
  endCall(requestId: string): void;
}
