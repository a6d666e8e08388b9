import { defined } from '../../core/defined.ts';
import type { FaultCounts, FaultSettings } from '../../core/fault-injection.ts';
import { models } from '../../protocols/schemas.ts';
import type { AdminContext, AdminRoute } from './admin-route.ts';
import type { Body } from './body.ts';
import { badRequest, type NumberRange, readNumber, rejectUnknownMembers } from './validate-body.ts';

const maxDelay = 600_000;
const rate = { min: 0, max: 1 };
const delay = { min: 0, max: maxDelay };

/** The body of `PUT /_admin/weather`. Without `seed`, the account chooses one. */
export type FaultInjectionBody = Partial<FaultSettings>;

/** The response of the routes at `/_admin/weather`. */
export interface FaultInjectionResponse {
  /** Null while no fault is injected. */
  weather: FaultSettings | null;
  counts: FaultCounts | undefined;
}

const faultInjectionResponse = ({ emulator }: AdminContext): FaultInjectionResponse => ({
  weather: emulator.faultInjection?.settings ?? null,
  counts: emulator.faultInjection?.counts,
});

/** `/_admin/weather`: GET returns the fault settings and counts, PUT replaces all settings, DELETE removes them. */
export const faultInjectionRoutes: AdminRoute[] = [
  { method: 'GET', path: 'weather', run: faultInjectionResponse },
  {
    method: 'PUT',
    path: 'weather',
    run(context, body) {
      context.emulator.faultInjection?.set(readSettings(body));
      return faultInjectionResponse(context);
    },
  },
  {
    method: 'DELETE',
    path: 'weather',
    run(context) {
      context.emulator.faultInjection?.set(undefined);
      return faultInjectionResponse(context);
    },
  },
];

function readSettings(body: Body): FaultSettings {
  rejectUnknownMembers(body, [
    'latency',
    'throttle',
    'limit',
    'errors',
    'drop',
    'halfClose',
    'slowBody',
    'seed',
  ]);
  return {
    ...defined({
      latency: readLatency(body.latency),
      throttle: readByService(body.throttle, 'throttle', rate, 'a rate'),
      limit: readByService(body.limit, 'limit', { min: 1, max: 100_000 }, 'calls a second'),
      errors: readNumber(body.errors, 'errors', rate),
      drop: readNumber(body.drop, 'drop', rate),
      halfClose: readNumber(body.halfClose, 'halfClose', rate),
      slowBody: readNumber(body.slowBody, 'slowBody', delay),
    }),
    seed:
      readNumber(body.seed, 'seed', { min: 0, max: 2 ** 32 - 1, integer: true }) ??
      Math.floor(Math.random() * 2 ** 32),
  };
}

function readLatency(value: unknown): FaultSettings['latency'] {
  if (typeof value !== 'object' || value === null) return readNumber(value, 'latency', delay);
  const latencyRange = value as Body;
  rejectUnknownMembers(latencyRange, ['min', 'max']);
  const min = readNumber(latencyRange.min, 'latency.min', delay) ?? 0;
  const max = readNumber(latencyRange.max, 'latency.max', { min, max: maxDelay });
  if (max === undefined) throw badRequest('latency.max is missing; expected milliseconds.');
  return { min, max };
}

/** One number for each service that the body names. */
function readByService(
  value: unknown,
  member: string,
  range: NumberRange,
  expected: string,
): Record<string, number> | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw badRequest(
      `${member}: expected ${expected} for each service, such as {"s3": ${range.max === 1 ? 0.5 : 20}}.`,
    );
  const numbers = value as Body;
  rejectUnknownMembers(numbers, [...models.keys()]);
  return Object.fromEntries(
    Object.entries(numbers).map(([name, each]) => [
      name,
      readNumber(each, `${member}.${name}`, range) ?? range.min,
    ]),
  );
}
