import type { Settings } from '../../core/fault-injection.ts';
import { models } from '../../protocols/schemas.ts';
import type { Body } from './body.ts';
import type { Context, Knob } from './knob.ts';
import { bad, given, onlyMembers, type Range, readNumber } from './read.ts';

const longest = 600_000;
const rate = { min: 0, max: 1 };
const delay = { min: 0, max: longest };

const answer = ({ world }: Context) => ({
  weather: world.weather?.settings ?? null,
  counts: world.weather?.counts,
});

/** `/_admin/weather`: GET tells it, PUT sets all of it, DELETE ends it. */
export const weather: Knob[] = [
  { method: 'GET', path: 'weather', run: answer },
  {
    method: 'PUT',
    path: 'weather',
    run(context, body) {
      context.world.weather?.set(settingsOf(body));
      return answer(context);
    },
  },
  {
    method: 'DELETE',
    path: 'weather',
    run(context) {
      context.world.weather?.set(undefined);
      return answer(context);
    },
  },
];

function settingsOf(body: Body): Settings {
  onlyMembers(body, ['latency', 'throttle', 'limit', 'errors', 'drop', 'halfClose', 'slowBody', 'seed']);
  return {
    ...given({
      latency: latencyOf(body.latency),
      throttle: byService(body.throttle, 'throttle', rate, 'a rate'),
      limit: byService(body.limit, 'limit', { min: 1, max: 100_000 }, 'calls a second'),
      errors: readNumber(body.errors, 'errors', rate),
      drop: readNumber(body.drop, 'drop', rate),
      halfClose: readNumber(body.halfClose, 'halfClose', rate),
      slowBody: readNumber(body.slowBody, 'slowBody', delay),
    }),
    seed:
      readNumber(body.seed, 'seed', { min: 0, max: 2 ** 32 - 1, whole: true }) ??
      Math.floor(Math.random() * 2 ** 32),
  };
}

function latencyOf(value: unknown): Settings['latency'] {
  if (typeof value !== 'object' || value === null) return readNumber(value, 'latency', delay);
  const span = value as Body;
  onlyMembers(span, ['min', 'max']);
  const min = readNumber(span.min, 'latency.min', delay) ?? 0;
  const max = readNumber(span.max, 'latency.max', { min, max: longest });
  if (max === undefined) throw bad('latency.max is missing; expected milliseconds.');
  return { min, max };
}

/** A number for each service that is named. */
function byService(
  value: unknown,
  member: string,
  range: Range,
  what: string,
): Record<string, number> | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(`${member}: expected ${what} for each service, such as {"s3": ${range.max === 1 ? 0.5 : 20}}.`);
  const numbers = value as Body;
  onlyMembers(numbers, [...models.keys()]);
  return Object.fromEntries(
    Object.entries(numbers).map(([name, each]) => [
      name,
      readNumber(each, `${member}.${name}`, range) ?? range.min,
    ]),
  );
}
