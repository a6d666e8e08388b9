import { createHash } from 'node:crypto';
import { bucketsInOtherRegions } from '../../checker/account/read/other-regions.ts';
import { UnknownVersion } from '../../checker/lab/format-version.ts';
import { journalFile } from '../../checker/teardown/index.ts';
import { type TeardownOptions, type TeardownResult, teardown } from '../../checker/teardown/teardown.ts';
import type { Seat } from '../seat.ts';
import { labOf } from '../seat-poll.ts';
import type { Account, SeatAccount } from './account-pool.ts';
import type { PlanPart } from './journal.ts';
import { localError } from './local-error.ts';
import type { ClassTeardownOptions } from './options.ts';
import type { ScannedSeat, SeatRegion } from './types.ts';

export const hasDeletions = ({ preview: { plan } }: SeatRegion): boolean => (plan?.toDelete.length ?? 0) > 0;
export const accountsOf = (seats: readonly ScannedSeat[]): string[] =>
  [...new Set(seats.flatMap(({ account }) => account?.id ?? []))].sort();

/** The key that identifies a part of the plan. */
export const partKey = ({ seat, account, region }: Omit<PlanPart, 'digest'>): string =>
  `${seat} ${account} ${region}`;

const digestIn = ({ preview }: SeatRegion) => preview.plan?.digest ?? '';

/** The parts of a class's plan: one for every seat and region that could be scanned. */
export function partsIn(seats: readonly ScannedSeat[]): PlanPart[] {
  return seats.flatMap(({ seat, account, regions }) =>
    regions
      .filter(({ preview }) => preview.plan !== undefined)
      .map((seatRegion) => ({
        ...{ seat: seat.id, account: account?.id ?? '', region: seatRegion.region },
        digest: digestIn(seatRegion),
      })),
  );
}

export function digestOf(seats: readonly ScannedSeat[]): string | undefined {
  if (!seats.some(({ regions }) => regions.some(hasDeletions))) return undefined;
  const lines = partsIn(seats).map((part) => `${partKey(part)} ${part.digest}`);
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 16);
}

/** Every region that the seat used, its own first. Local records and bucket names show the others. */
function regionsUsedBy(seat: Seat, account: Account, recorded: readonly string[]): string[] {
  const { buckets, id } = account;
  const foreign = buckets.state === 'known' ? bucketsInOtherRegions(buckets.names, labOf(seat), id) : [];
  return [...new Set([seat.region, ...recorded, ...foreign.map(({ region }) => region)])];
}

async function previewRegion(
  region: string,
  seat: Seat,
  account: Account,
  given: ClassTeardownOptions,
): Promise<SeatRegion> {
  const { home, target, signal, waitMs, resume = false } = given;
  const key = { target, accountId: account.id, region, seat: seat.id };
  const record = given.localRecords?.(key).record;
  const options: TeardownOptions = {
    clients: await account.clientsIn(region),
    lab: labOf({ ...seat, region }),
    ...{ accountId: account.id, journal: journalFile(home, key), resume },
    ...{ rateLimiter: account.rateLimiter, newRecorder: account.newRecorder },
    ...(record === undefined ? {} : { record }),
    ...(signal === undefined ? {} : { signal }),
    ...(waitMs === undefined ? {} : { waitMs }),
  };
  const preview: TeardownResult = await teardown({ ...options, dryRun: true });
  return { region, options, preview, at: Date.now() };
}

/** Scans one seat in every region that it used. Errors go to `troubles` and do not affect other seats. */
export async function scanSeat(
  seatAccount: SeatAccount,
  options: ClassTeardownOptions,
): Promise<ScannedSeat> {
  const { seat } = seatAccount;
  if ('error' in seatAccount) return { seat, regions: [], errors: [seatAccount.error] };
  const { account } = seatAccount;
  const scanned: ScannedSeat = { seat, account, regions: [], errors: [] };
  if (account.buckets.state === 'unknown') scanned.errors.push(account.buckets.error);
  return account.semaphore.run(async () => {
    try {
      const key = { target: options.target, accountId: account.id, region: seat.region, seat: seat.id };
      for (const region of regionsUsedBy(seat, account, options.localRecords?.(key).regions ?? []))
        scanned.regions.push(await previewRegion(region, seat, account, options));
    } catch (error) {
      // A file of another version is an error of the whole class, so the teardown does not start.
      if (error instanceof UnknownVersion) throw error;
      scanned.errors.push(localError(error));
    }
    return scanned;
  });
}
