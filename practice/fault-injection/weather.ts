import { AwsError } from '../core/errors.ts';
import type { Counts, Fate, FaultInjector, Settings } from '../core/fault-injection.ts';
import { models } from '../protocols/schemas.ts';
import { Allowance } from './allowance.ts';
import { randomFrom } from './random.ts';

const none = (): Counts => ({ calls: 0, throttled: 0, errors: 0, dropped: 0, halfClosed: 0 });

/**
 * Bad weather for AWS calls. A call takes the same numbers from the sequence whatever is set, so its fate
 * depends on the seed and on how many calls came before it, and on nothing else.
 */
export class Weather implements FaultInjector {
  private current: Settings | undefined;
  private random = randomFrom(0);
  private counted = none();
  private readonly fates = new Map<string, Fate>();
  /** By account and service. */
  private readonly allowances = new Map<string, Allowance>();

  get settings(): Settings | undefined {
    return this.current;
  }

  get counts(): Counts {
    return { ...this.counted };
  }

  /** Begins a weather; undefined is a fine day. */
  set(settings: Settings | undefined): void {
    this.current = settings;
    this.random = randomFrom(settings?.seed ?? 0);
    this.counted = none();
    this.allowances.clear();
  }

  /** What becomes of the call of this request; undefined on a fine day. Ends with `forget`. */
  meet(requestId: string): Fate | undefined {
    if (this.current === undefined) return undefined;
    const { latency = 0, drop = 0, errors = 0, halfClose = 0, slowBody = 0 } = this.current;
    const span = typeof latency === 'number' ? { min: latency, max: latency } : latency;
    const fate: Fate = {
      latency: span.min + this.random() * (span.max - span.min),
      dropped: this.random() < drop,
      throttle: this.random(),
      error: this.random() < errors,
      cut: this.random() < halfClose,
      slowBody,
    };
    this.counted.calls += 1;
    if (fate.dropped) this.counted.dropped += 1;
    else if (fate.cut) this.counted.halfClosed += 1;
    this.fates.set(requestId, fate);
    return fate;
  }

  /** Throws what the service says to a call that is throttled or fails. Callers without an account count as one. */
  hold(requestId: string, service: string, accountId: string): void {
    const fate = this.fates.get(requestId);
    if (fate === undefined) return;
    if (fate.throttle < (this.current?.throttle?.[service] ?? 0)) {
      this.counted.throttled += 1;
      throw throttled(service);
    }
    if (!this.allows(service, accountId)) {
      this.counted.throttled += 1;
      throw throttled(service);
    }
    if (!fate.error) return;
    this.counted.errors += 1;
    throw broken(service);
  }

  private allows(service: string, accountId: string): boolean {
    const limit = this.current?.limit?.[service];
    if (limit === undefined) return true;
    const key = `${accountId} ${service}`;
    const allowance = this.allowances.get(key) ?? new Allowance(limit);
    this.allowances.set(key, allowance);
    return allowance.take(performance.now());
  }

  forget(requestId: string): void {
    this.fates.delete(requestId);
  }
}

const protocolOf = (service: string) => models.get(service)?.protocol;

function throttled(service: string): AwsError {
  const protocol = protocolOf(service);
  if (protocol === 'rest-xml') return new AwsError('SlowDown', 'Please reduce your request rate.', 503);
  return new AwsError(protocol === 'query' ? 'Throttling' : 'ThrottlingException', 'Rate exceeded', 400);
}

function broken(service: string): AwsError {
  if (protocolOf(service) === 'rest-xml')
    return new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500);
  return new AwsError(
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
    500,
  );
}
