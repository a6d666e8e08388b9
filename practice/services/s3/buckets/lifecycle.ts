import { randomBytes } from 'node:crypto';
import { AwsError } from '../../../core/errors.ts';
import { malformedXml } from '../errors.ts';

const invalid = (message: string) => new AwsError('InvalidArgument', message, 400);

interface Rule {
  ID?: string;
  Status?: string;
  Prefix?: string;
  Filter?: object;
  Expiration?: { Date?: Date; Days?: number; ExpiredObjectDeleteMarker?: boolean };
  Transitions?: { Date?: Date; Days?: number }[];
  NoncurrentVersionTransitions?: object[];
  NoncurrentVersionExpiration?: { NoncurrentDays?: number };
  AbortIncompleteMultipartUpload?: { DaysAfterInitiation?: number };
}

/** A valid lifecycle configuration, in which every rule has an id, a status and at least one action. [doc] */
export function readLifecycle(configuration: object): object {
  const { Rules: rules = [] } = configuration as { Rules?: Rule[] };
  if (rules.length === 0 || rules.length > 1000) throw malformedXml();
  const ids = rules.flatMap(({ ID }) => (ID === undefined || ID === '' ? [] : [ID]));
  if (new Set(ids).size < ids.length)
    throw invalid('Rule ID must be unique. Found same ID for more than one rule');
  return { ...configuration, Rules: rules.map(readRule) };
}

function readRule(rule: Rule): Rule {
  const { ID: id = '', Status: status, Expiration: expiration, Transitions: transitions = [] } = rule;
  if (status !== 'Enabled' && status !== 'Disabled') throw malformedXml();
  if ((rule.Filter === undefined) === (rule.Prefix === undefined)) throw malformedXml();
  if (id.length > 255) throw invalid('ID length should not exceed allowed limit of 255');
  const actions = [
    expiration,
    rule.NoncurrentVersionExpiration,
    rule.AbortIncompleteMultipartUpload,
    ...transitions,
    ...(rule.NoncurrentVersionTransitions ?? []),
  ].filter((action) => action !== undefined);
  if (actions.length === 0) throw invalid('At least one action needs to be specified in a rule');
  if (expiration !== undefined) readExpiration(expiration);
  for (const { Date: date } of transitions) requireMidnight(date);
  for (const days of [
    rule.NoncurrentVersionExpiration?.NoncurrentDays,
    rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
  ])
    if (days !== undefined && days < 1) throw invalid("'Days' must be a positive integer");
  // [doc] S3 generates an id for a rule without one.
  return { ...rule, ID: id === '' ? randomBytes(18).toString('base64url') : id };
}

function readExpiration({
  Date: date,
  Days: days,
  ExpiredObjectDeleteMarker: marker,
}: NonNullable<Rule['Expiration']>) {
  if ([date, days, marker].filter((each) => each !== undefined).length !== 1) throw malformedXml();
  if (days !== undefined && days < 1)
    throw invalid("'Days' for Expiration action must be a positive integer");
  requireMidnight(date);
}

function requireMidnight(date: Date | undefined): void {
  if (date !== undefined && date.getTime() % 86_400_000 !== 0)
    throw invalid("'Date' must be at midnight GMT");
}

/** Replaces dates by `{ $date }` (milliseconds since the epoch), since the state is JSON. */
export function serializeDates(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.getTime() };
  return mapMembers(value, serializeDates);
}

export function deserializeDates(value: unknown): unknown {
  const { $date } = (value ?? {}) as { $date?: number };
  return $date === undefined ? mapMembers(value, deserializeDates) : new Date($date);
}

function mapMembers(value: unknown, each: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(each);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, each(inner)]])),
  );
}
