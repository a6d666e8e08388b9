import { createHash } from 'node:crypto';
import { bucketsElsewhere } from '../../checker/account/read/elsewhere.ts';
import { UnknownVersion } from '../../checker/lab/format-version.ts';
import { journalFile } from '../../checker/teardown/index.ts';
import { type Result, type TeardownOptions, teardown } from '../../checker/teardown/teardown.ts';
import { labOf } from '../look.ts';
import type { Seat } from '../seat.ts';
import type { Account, Entered } from './enter.ts';
import type { Part } from './journal.ts';
import type { ClassTeardownOptions } from './options.ts';
import { faultOf } from './trouble.ts';
import type { LookedAt, Place } from './types.ts';

export const goes = ({ look: { plan } }: Place): boolean => (plan?.go.length ?? 0) > 0;
export const accountsOf = (seats: readonly LookedAt[]): string[] =>
  [...new Set(seats.flatMap(({ account }) => account?.id ?? []))].sort();

/** What tells a seat's part in a region from all others. */
export const partKey = ({ seat, account, region }: Omit<Part, 'digest'>): string =>
  `${seat} ${account} ${region}`;

const digestIn = ({ look }: Place) => look.plan?.digest ?? '';

/** The parts of a class's plan: one for every seat and region that could be looked at. */
export function partsIn(seats: readonly LookedAt[]): Part[] {
  return seats.flatMap(({ seat, account, places }) =>
    places
      .filter(({ look }) => look.plan !== undefined)
      .map((place) => ({
        ...{ seat: seat.id, account: account?.id ?? '', region: place.region },
        digest: digestIn(place),
      })),
  );
}

export function digestOf(seats: readonly LookedAt[]): string | undefined {
  if (!seats.some(({ places }) => places.some(goes))) return undefined;
  const lines = partsIn(seats).map((part) => `${partKey(part)} ${part.digest}`);
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 16);
}

/** Every region that the seat was used in, its own first: by what was written down here, and by its buckets' names. */
function regionsOf(seat: Seat, account: Account, known: readonly string[]): string[] {
  const { buckets, id } = account;
  const found = buckets.state === 'known' ? bucketsElsewhere(buckets.names, labOf(seat), id) : [];
  return [...new Set([seat.region, ...known, ...found.map(({ region }) => region)])];
}

async function placeIn(
  region: string,
  seat: Seat,
  account: Account,
  given: ClassTeardownOptions,
): Promise<Place> {
  const { home, target, signal, waitMs, resume = false } = given;
  const key = { target, accountId: account.id, region, seat: seat.id };
  const record = given.known?.(key).record;
  const options: TeardownOptions = {
    clients: await account.clientsIn(region),
    lab: labOf({ ...seat, region }),
    ...{ accountId: account.id, journal: journalFile(home, key), resume },
    ...{ gate: account.gate, newTape: account.newTape },
    ...(record === undefined ? {} : { record }),
    ...(signal === undefined ? {} : { signal }),
    ...(waitMs === undefined ? {} : { waitMs }),
  };
  const look: Result = await teardown({ ...options, dryRun: true });
  return { region, options, look, at: Date.now() };
}

/** Looks at one seat, wherever it was used. What stands in its way is told in `troubles`, and is nobody else's. */
export async function lookAtSeat(entered: Entered, options: ClassTeardownOptions): Promise<LookedAt> {
  const { seat } = entered;
  if ('trouble' in entered) return { seat, places: [], troubles: [entered.trouble] };
  const { account } = entered;
  const looked: LookedAt = { seat, account, places: [], troubles: [] };
  if (account.buckets.state === 'unknown') looked.troubles.push(account.buckets.trouble);
  return account.slots.run(async () => {
    try {
      const key = { target: options.target, accountId: account.id, region: seat.region, seat: seat.id };
      for (const region of regionsOf(seat, account, options.known?.(key).regions ?? []))
        looked.places.push(await placeIn(region, seat, account, options));
    } catch (error) {
      // Files of another version are no seat's matter: nothing is begun.
      if (error instanceof UnknownVersion) throw error;
      looked.troubles.push(faultOf(error));
    }
    return looked;
  });
}
