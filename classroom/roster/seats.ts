import { labFrom, SettingsError } from '../../checker/lab/lab.ts';
import { isElsewhere, knownRegions } from '../regions.ts';
import type { Access, Seat } from '../seat.ts';
import {
  type Cell,
  type Fields,
  type Problem,
  type Row,
  type Suggest,
  seatKeys,
  unknownKey,
} from './draft.ts';

/** What a class's seats are judged by. */
export interface Judging {
  suggest: Suggest;
  /** Profiles of this machine's AWS configuration; undefined: not known, so none is judged. */
  profiles?: readonly string[];
  /** The words for where the class's own keys stand. */
  atTop: string;
  /** Regions that the roster vouches for, beyond those that the kit knows. */
  newRegions: readonly string[];
}

const roleArn = /^arn:aws(?:-cn|-us-gov)?:iam::\d{12}:role\/(?:[\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/;
// IAM user guide, "IAM and STS quotas": 2 to 1,224 of these.
const externalId = /^[\w+=,.@:/-]{2,1224}$/;

/** The text of a field that is there and not empty. */
export function textOf(cell: Cell | undefined): string | undefined {
  return typeof cell?.value === 'string' && cell.value.trim() !== '' ? cell.value.trim() : undefined;
}

/** What the lab says of a setting's value; undefined when it is right. */
export function settingProblem(key: string, value: unknown): string | undefined {
  try {
    labFrom({ region: 'us-east-1', [key]: value });
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

/** What is wrong with a region: its form, or that nobody knows it. */
export function regionProblem(region: string, { suggest, newRegions, atTop }: Judging): string | undefined {
  const form = settingProblem('region', region);
  if (form !== undefined) return form;
  if (knownRegions.includes(region) || newRegions.includes(region)) return undefined;
  if (isElsewhere(region))
    return `region: ${region} is in a partition of its own, for which the lab has no names`;
  const meant = suggest(region, knownRegions);
  return `region: ${region} has a region's form, but the kit does not know it.${meant ? ` Did you mean ${meant}?` : ''} If AWS has opened it since, say so ${atTop}: new-regions: ${region}`;
}

const arnProblem = (arn: string) =>
  /^arn:aws[\w-]*:sts:.*:assumed-role\//.test(arn)
    ? `role: ${arn} is a session of a role; expected the role's own ARN, arn:aws:iam::ACCOUNT:role/NAME`
    : `role: ${JSON.stringify(arn)} is no role's ARN; expected arn:aws:iam::123456789012:role/NAME`;

function accessOf(
  cells: Fields,
  { profiles, suggest }: Judging,
  say: (key: string, message: string) => void,
): Access {
  const [profile, arn, external] = [cells.get('profile'), cells.get('role'), cells.get('external-id')].map(
    textOf,
  );
  if (profile !== undefined && arn !== undefined)
    say('role', 'a seat is reached by a profile or by a role, not by both: leave one of them out');
  if (external !== undefined && arn === undefined)
    say('external-id', 'external-id goes with role, and there is none');
  if (external !== undefined && !externalId.test(external))
    say('external-id', 'external-id: expected 2 to 1,224 of letters, digits and _ + = , . @ : / -');
  if (arn !== undefined) {
    if (!roleArn.test(arn)) say('role', arnProblem(arn));
    return { kind: 'role', roleArn: arn, ...(external === undefined ? {} : { externalId: external }) };
  }
  if (profile === undefined) return { kind: 'shared' };
  if (profiles !== undefined && !profiles.includes(profile)) {
    const meant = suggest(profile, profiles);
    say(
      'profile',
      `profile: this machine's AWS configuration has no "${profile}".${meant ? ` Did you mean "${meant}"?` : ''} ${profiles.length === 0 ? 'It has none' : `It has ${profiles.join(', ')}`}`,
    );
  }
  return { kind: 'profile', profile };
}

/** One seat, and all that is wrong with it. A value that is wrong stands as it is written. */
export function seatOf(
  { line, cells }: Row,
  head: { region: string | undefined; branch: string },
  judging: Judging,
): { seat: Seat; problems: Problem[] } {
  const problems: Problem[] = [];
  const say = (key: string, message: string) =>
    void problems.push({ line: cells.get(key)?.line ?? line, message });
  for (const [key, { value }] of cells) {
    if (!(seatKeys as readonly string[]).includes(key))
      say(key, unknownKey('key', key, seatKeys, judging.suggest));
    else if (typeof value !== 'string')
      say(key, `${key}: expected text, found ${value instanceof Map ? 'keys' : value.not}`);
  }
  const get = (key: string) => textOf(cells.get(key));
  const id = get('id') ?? '';
  if (id === '') say('id', 'a seat has no id: expected 1 to 12 of a-z, 0-9 and -');
  else {
    const wrong = settingProblem('seat', id);
    if (wrong !== undefined) say('id', wrong.replace(/^seat/, 'id'));
  }
  const name = get('name') ?? id;
  if (/\p{Cc}/u.test(name) || name.length > 100)
    say('name', 'name: expected one line of at most 100 characters');
  for (const key of ['repository', 'branch'] as const) {
    const value = get(key);
    const wrong = value === undefined ? undefined : settingProblem(key, value);
    if (wrong !== undefined) say(key, wrong);
  }
  const region = get('region');
  const wrong = region === undefined ? undefined : regionProblem(region, judging);
  if (wrong !== undefined) say('region', wrong);
  const repository = get('repository');
  const seat: Seat = {
    ...{ id, name, line, access: accessOf(cells, judging, say) },
    region: region ?? head.region ?? '',
    ...(repository === undefined ? {} : { repository }),
    branch: get('branch') ?? head.branch,
  };
  return { seat, problems };
}
