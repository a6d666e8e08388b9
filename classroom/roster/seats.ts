import { defined } from '../../base/defined.ts';
import { labFrom, SettingsError } from '../../checker/lab/lab.ts';
import { isUnsupportedPartition, knownRegions } from '../regions.ts';
import type { Access, Seat } from '../seat.ts';
import {
  type Cell,
  type Fields,
  type Problem,
  type RawSeat,
  type Suggest,
  seatKeys,
  unknownKey,
} from './raw-roster.ts';

/** What the validation of a class's seats needs. */
export interface RosterContext {
  suggest: Suggest;
  /** Profiles of this machine's AWS configuration; undefined if they are unknown and not checked. */
  profiles?: readonly string[];
  /** Where the class's own keys belong, in the words of messages. */
  classKeysLocation: string;
  /** Regions that the roster declares valid, besides those that the kit knows. */
  newRegions: readonly string[];
}

const roleArn = /^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:role\/(?:[\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/;
// IAM user guide, "IAM and STS quotas": 2 to 1,224 of these characters.
const externalId = /^[\w+=,.@:/-]{2,1224}$/;

/** The trimmed text of a field; undefined where it is missing, empty or not text. */
export function textIn(cell: Cell | undefined): string | undefined {
  return typeof cell?.value === 'string' && cell.value.trim() !== '' ? cell.value.trim() : undefined;
}

/** The lab's message about a setting's value; undefined when the value is valid. */
export function settingProblem(key: string, value: unknown): string | undefined {
  try {
    labFrom({ region: 'us-east-1', [key]: value });
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

/** The message about a region that is malformed or unknown; undefined when the region is valid. */
export function regionProblem(
  region: string,
  { suggest, newRegions, classKeysLocation }: RosterContext,
): string | undefined {
  const form = settingProblem('region', region);
  if (form !== undefined) return form;
  if (knownRegions.includes(region) || newRegions.includes(region)) return undefined;
  if (isUnsupportedPartition(region))
    return `region: ${region} is in a partition of its own, for which the lab has no names`;
  const suggestion = suggest(region, knownRegions);
  return `region: ${region} has a region's form, but the kit does not know it.${suggestion ? ` Did you mean ${suggestion}?` : ''} If AWS has opened it since, say so ${classKeysLocation}: new-regions: ${region}`;
}

const arnProblem = (arn: string) =>
  /^arn:aws[\w-]*:sts:.*:assumed-role\//.test(arn)
    ? `role: ${arn} is a session of a role; expected the role's own ARN, arn:aws:iam::ACCOUNT:role/NAME`
    : `role: ${JSON.stringify(arn)} is no role's ARN; expected arn:aws:iam::123456789012:role/NAME`;

function accessOf(
  cells: Fields,
  { profiles, suggest }: RosterContext,
  report: (key: string, message: string) => void,
): Access {
  const [profile, arn, external] = [cells.get('profile'), cells.get('role'), cells.get('external-id')].map(
    textIn,
  );
  if (profile !== undefined && arn !== undefined)
    report('role', 'a seat is reached by a profile or by a role, not by both: leave one of them out');
  if (external !== undefined && arn === undefined)
    report('external-id', 'external-id goes with role, and there is none');
  if (external !== undefined && !externalId.test(external))
    report('external-id', 'external-id: expected 2 to 1,224 of letters, digits and _ + = , . @ : / -');
  if (arn !== undefined) {
    if (!roleArn.test(arn)) report('role', arnProblem(arn));
    return { kind: 'role', roleArn: arn, ...defined({ externalId: external }) };
  }
  if (profile === undefined) return { kind: 'shared' };
  if (profiles !== undefined && !profiles.includes(profile)) {
    const suggestion = suggest(profile, profiles);
    report(
      'profile',
      `profile: this machine's AWS configuration has no "${profile}".${suggestion ? ` Did you mean "${suggestion}"?` : ''} ${profiles.length === 0 ? 'It has none' : `It has ${profiles.join(', ')}`}`,
    );
  }
  return { kind: 'profile', profile };
}

/** Validates one seat. The seat keeps invalid values as they are; `problems` reports them. */
export function parseSeat(
  { line, cells }: RawSeat,
  head: { region: string | undefined; branch: string },
  context: RosterContext,
): { seat: Seat; problems: Problem[] } {
  const problems: Problem[] = [];
  const report = (key: string, message: string) =>
    void problems.push({ line: cells.get(key)?.line ?? line, message });
  for (const [key, { value }] of cells) {
    if (!(seatKeys as readonly string[]).includes(key))
      report(key, unknownKey('key', key, seatKeys, context.suggest));
    else if (typeof value !== 'string')
      report(key, `${key}: expected text, found ${value instanceof Map ? 'keys' : value.actual}`);
  }
  const get = (key: string) => textIn(cells.get(key));
  const id = get('id') ?? '';
  if (id === '') report('id', 'a seat has no id: expected 1 to 12 of a-z, 0-9 and -');
  else {
    const wrong = settingProblem('seat', id);
    if (wrong !== undefined) report('id', wrong.replace(/^seat/, 'id'));
  }
  const name = get('name') ?? id;
  if (/\p{Cc}/u.test(name) || name.length > 100)
    report('name', 'name: expected one line of at most 100 characters');
  for (const key of ['repository', 'branch'] as const) {
    const value = get(key);
    const wrong = value === undefined ? undefined : settingProblem(key, value);
    if (wrong !== undefined) report(key, wrong);
  }
  const region = get('region');
  const wrong = region === undefined ? undefined : regionProblem(region, context);
  if (wrong !== undefined) report('region', wrong);
  const repository = get('repository');
  const seat: Seat = {
    id,
    name,
    line,
    access: accessOf(cells, context, report),
    region: region ?? head.region ?? '',
    ...defined({ repository }),
    branch: get('branch') ?? head.branch,
  };
  return { seat, problems };
}
