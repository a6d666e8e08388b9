import { AwsError } from '../core/errors.ts';
import type { CallOutcome, FaultCounts, FaultInjector, FaultSettings } from '../core/fault-injection.ts';
import { models } from '../protocols/schemas.ts';
import { randomFrom } from './random.ts';
import { TokenBucket } from './token-bucket.ts';

const zeroCounts = (): FaultCounts => ({ calls: 0, throttled: 0, errors: 0, dropped: 0, halfClosed: 0 });

/**
 * Injects faults into AWS calls. Every call takes the same number of values from the random sequence, whatever is set.
 * So a call's outcome depends only on the settings, the seed and the number of calls before it.
 */
export class FaultInjection implements FaultInjector {
  private activeSettings: FaultSettings | undefined;
  private random = randomFrom(0);
  private counters = zeroCounts();
  private readonly outcomes = new Map<string, CallOutcome>();
  /** By account and service. */
  private readonly tokenBuckets = new Map<string, TokenBucket>();

  get settings(): FaultSettings | undefined {
    return this.activeSettings;
  }

  get counts(): FaultCounts {
    return { ...this.counters };
  }

  /** Replaces the settings and starts the random sequence and the counts again; undefined injects no faults. */
  set(settings: FaultSettings | undefined): void {
    this.activeSettings = settings;
    this.random = randomFrom(settings?.seed ?? 0);
    this.counters = zeroCounts();
    this.tokenBuckets.clear();
  }

  drawOutcome(requestId: string): CallOutcome | undefined {
    if (this.activeSettings === undefined) return undefined;
    const { latency = 0, drop = 0, errors = 0, halfClose = 0, slowBody = 0 } = this.activeSettings;
    const latencyRange = typeof latency === 'number' ? { min: latency, max: latency } : latency;
    const outcome: CallOutcome = {
      latency: latencyRange.min + this.random() * (latencyRange.max - latencyRange.min),
      dropped: this.random() < drop,
      throttle: this.random(),
      error: this.random() < errors,
      cut: this.random() < halfClose,
      slowBody,
    };
    this.counters.calls += 1;
    if (outcome.dropped) this.counters.dropped += 1;
    else if (outcome.cut) this.counters.halfClosed += 1;
    this.outcomes.set(requestId, outcome);
    return outcome;
  }

  /** See FaultInjector. Callers without an account share one limit. */
  throwIfInjected(requestId: string, service: string, accountId: string): void {
    const outcome = this.outcomes.get(requestId);
    if (outcome === undefined) return;
    if (outcome.throttle < (this.activeSettings?.throttle?.[service] ?? 0)) {
      this.counters.throttled += 1;
      throw throttlingError(service);
    }
    if (!this.isWithinLimit(service, accountId)) {
      this.counters.throttled += 1;
      throw throttlingError(service);
    }
    if (!outcome.error) return;
    this.counters.errors += 1;
    throw internalError(service);
  }

  private isWithinLimit(service: string, accountId: string): boolean {
    const limit = this.activeSettings?.limit?.[service];
    if (limit === undefined) return true;
    const key = `${accountId} ${service}`;
    const tokenBucket = this.tokenBuckets.get(key) ?? new TokenBucket(limit);
    this.tokenBuckets.set(key, tokenBucket);
    return tokenBucket.take(performance.now());
  }

  endCall(requestId: string): void {
    this.outcomes.delete(requestId);
  }
}

const protocolOf = (service: string) => models.get(service)?.protocol;

function throttlingError(service: string): AwsError {
  const protocol = protocolOf(service);
  if (protocol === 'rest-xml') return new AwsError('SlowDown', 'Please reduce your request rate.', 503);
  return new AwsError(protocol === 'query' ? 'Throttling' : 'ThrottlingException', 'Rate exceeded', 400);
}

function internalError(service: string): AwsError {
  if (protocolOf(service) === 'rest-xml')
    return new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500);
  return new AwsError(
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    500,
  );
}
