/** How bad the weather is between clients and the account. Rates are from 0 (never) to 1 (always). */
export interface FaultSettings {
  /** Milliseconds before a call is looked at: always this many, or evenly from `min` to `max`. */
  latency?: number | { min: number; max: number };
  /** Rate of calls that are refused as too many, by service. */
  throttle?: Record<string, number>;
  /** Calls a second that an account may make, by service: more are refused as too many. */
  limit?: Record<string, number>;
  /** Rate of calls that end in an internal error, without having been carried out. */
  errors?: number;
  /** Rate of connections dropped before the call is looked at. */
  drop?: number;
  /** Rate of connections closed in the middle of the answer of a call that was carried out. */
  halfClose?: number;
  /** Milliseconds before each piece of an answer's body. */
  slowBody?: number;
  /** Where the random sequence begins. */
  seed: number;
}

/** What becomes of one call. */
export interface CallOutcome {
  latency: number;
  dropped: boolean;
  cut: boolean;
  slowBody: number;
  /** Where the call stands between 0 and 1: below the service's rate, it is throttled. */
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

/** What decides the fate of AWS calls over HTTP. The account holds it; `practice/fault-injection/` implements it. */
export interface FaultInjector {
  /** What is set now; undefined while every call goes through. */
  readonly settings: FaultSettings | undefined;
  readonly counts: FaultCounts;
  /** Replaces the settings and starts the random sequence again. */
  set(settings: FaultSettings | undefined): void;
  /** What becomes of the call of this request; undefined while nothing is set. Ends with `forget`. */
  drawOutcome(requestId: string): CallOutcome | undefined;
  /** Throws the service's error for a call that is throttled or fails. */
  throwIfInjected(requestId: string, service: string, accountId: string): void;
  endCall(requestId: string): void;
}
