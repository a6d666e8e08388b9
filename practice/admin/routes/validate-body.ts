import { AwsError } from '../../core/errors.ts';
import type { Body } from './body.ts';

export const badRequest = (message: string) => new AwsError('BadRequest', message, 400);

/** Throws for a member that the route does not support, since it is probably a typing error. */
export function rejectUnknownMembers(body: Body, known: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw badRequest(
    `"${unknown}" is not known here; known: ${known.length === 0 ? 'nothing' : known.join(', ')}.`,
  );
}

export interface NumberRange {
  min: number;
  max: number;
  integer?: boolean;
}

/** A number in a range; undefined when `value` is absent. */
export function readNumber(
  value: unknown,
  name: string,
  { min, max, integer }: NumberRange,
): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= min && value <= max && (!integer || Number.isInteger(value)))
    return value;
  throw badRequest(
    `${name} is ${JSON.stringify(value)}; expected a ${integer ? 'whole ' : ''}number from ${min} to ${max}.`,
  );
}

/** A number in a range. Throws when `value` is absent. */
export function requireNumber(value: unknown, name: string, range: NumberRange): number {
  const number = readNumber(value, name, range);
  if (number === undefined)
    throw badRequest(
      `${name} is missing; expected a ${range.integer ? 'whole ' : ''}number from ${range.min} to ${range.max}.`,
    );
  return number;
}

/** True or false; undefined when `value` is absent. */
export function readBoolean(value: unknown, name: string): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw badRequest(`${name} is ${JSON.stringify(value)}; expected true or false.`);
}

export function requireText(value: unknown, name: string, example: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw badRequest(
    `${name} is ${value === undefined ? 'missing' : JSON.stringify(value)}; expected ${example}.`,
  );
}

/** A list of strings; undefined when `value` is absent. */
export function readTextList(value: unknown, name: string, example: string): string[] | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value;
  throw badRequest(`${name} is ${JSON.stringify(value).slice(0, 200)}; expected a list such as ${example}.`);
}
