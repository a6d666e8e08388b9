import { type LabNames, type NameOverride, nameOverrides, namesOf } from '../../checker/lab/lab.ts';
import { labQuotas, seatsThatFit } from '../quotas.ts';
import { seatCount } from '../report/words.ts';
import type { Roster, Seat } from '../seat.ts';
import type { Head } from './head.ts';
import type { Problem } from './raw-roster.ts';

/** Used in names where the roster does not contain the account's id. */
const unknownAccount = '000000000000';

/** The account that a seat works in, as far as the roster shows: its id, or how it is reached. */
export function accountOf({ access }: Seat, roster: Pick<Roster, 'account'>): string {
  if (access.kind === 'profile') return `profile ${access.profile}`;
  if (access.kind === 'role') return access.roleArn.split(':')[4] ?? access.roleArn;
  return roster.account ?? 'the shared account';
}

const accountIdOf = (account: string) => (/^\d{12}$/.test(account) ? account : unknownAccount);

/** The prefix of a pipeline's artifacts. Two pipelines with the same prefix mix their artifacts. */
const artifactFolder = (pipeline: string) => pipeline.slice(0, 20);

const labels: Record<NameOverride, string> = {
  deployBucket: 'deploy bucket',
  artifactBucket: 'artifact bucket',
  connection: 'connection',
  pipeline: 'pipeline',
  role: 'role',
  policy: 'inline policy',
};

/** The names that two seats of one account must not share, each with the scope in which it must be unique. */
function exclusiveNames(names: LabNames, region: string): [what: string, name: string][] {
  const ownNames = nameOverrides
    // An inline policy's name is unique only within its role.
    .filter((key) => key !== 'policy')
    .map((key): [string, string] => [
      key === 'connection' || key === 'pipeline' ? `${labels[key]} in ${region}` : labels[key],
      names[key],
    ]);
  return [...ownNames, [`artifact folder in ${region}`, artifactFolder(names.pipeline)]];
}

/** Reports seats with the same id, or with the same derived name. */
export function collisions(
  seats: readonly Seat[],
  roster: Pick<Roster, 'account'>,
  derive: typeof namesOf = namesOf,
): Problem[] {
  const problems: Problem[] = [];
  const ids = new Map<string, Seat>();
  const claimedBy = new Map<string, Seat>();
  for (const seat of seats) {
    if (seat.id === '') continue;
    const sameId = ids.get(seat.id);
    if (sameId !== undefined) {
      problems.push({ line: seat.line, message: `id: "${seat.id}" is the seat of line ${sameId.line}, too` });
      continue;
    }
    ids.set(seat.id, seat);
    const account = accountOf(seat, roster);
    const names = derive({ region: seat.region, branch: seat.branch, seat: seat.id }, accountIdOf(account));
    for (const [what, name] of exclusiveNames(names, seat.region)) {
      const key = JSON.stringify([account, what, name]);
      const other = claimedBy.get(key);
      if (other === undefined) claimedBy.set(key, seat);
      else
        problems.push({
          line: seat.line,
          message: `"${seat.id}" and "${other.id}" (line ${other.line}) would share the ${what}: ${name}`,
        });
    }
  }
  return problems;
}

/** Reports accounts whose quotas are too small for their seats, on the line of the first seat too many. */
export function quotaProblems(
  seats: readonly Seat[],
  head: Pick<Head, 'account' | 'quotas'>,
  classKeysLocation: string,
): Problem[] {
  return labQuotas.flatMap((quota) => {
    const value = head.quotas[quota.resource] ?? quota.defaultValue;
    const fits = seatsThatFit({ ...quota, defaultValue: value });
    const groups = new Map<string, Seat[]>();
    for (const seat of seats) {
      const account = accountOf(seat, head);
      const key = quota.scope === 'region' ? `${account} in ${seat.region}` : account;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [seat]);
      else group.push(seat);
    }
    return [...groups].flatMap(([where, group]) => {
      const first = group[fits];
      if (first === undefined) return [];
      return [
        {
          line: first.line,
          message: `${seatCount(group.length)} in ${where} ${group.length === 1 ? 'makes' : 'make'} ${group.length * quota.perSeat} ${quota.resource}; its quota of ${value}, a tenth of it kept free, holds ${seatCount(fits)}. Quotas are the account's and can be raised (Service Quotas): then say the account's own ${classKeysLocation}, limits: {${quota.resource}: N}. Or spread the class over more accounts`,
        },
      ];
    });
  });
}
