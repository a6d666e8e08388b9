import { createHash } from 'node:crypto';
import { defined } from '../../base/defined.ts';
import { bucketsInOtherRegions } from '../../checker/account/read/other-regions.ts';
import { DamagedFile, UnknownVersion } from '../../checker/lab/format-version.ts';
import {
  journalFile,
  newRun,
  newScan,
  type TeardownOptions,
  teardownRegions,
} from '../../checker/teardown/index.ts';
import type { Seat } from '../seat.ts';
import { labOf } from '../seat-poll.ts';
import type { PlanPart } from './journal.ts';
import { localError } from './local-error.ts';
import type { Account, SeatAccount } from './open-accounts.ts';
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
        seat: seat.id,
        account: account?.id ?? '',
        region: seatRegion.region,
        digest: digestIn(seatRegion),
      })),
  );
}

export function digestOf(seats: readonly ScannedSeat[]): string | undefined {
  if (!seats.some(({ regions }) => regions.some(hasDeletions))) return undefined;
  const lines = partsIn(seats).map((part) => `${partKey(part)} ${part.digest}`);
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex').slice(0, 16);
}

/** The options of a seat's teardown in one region, without what its regions share. */
async function regionOptions(
  region: string,
  seat: Seat,
  account: Account,
  given: ClassTeardownOptions,
): Promise<TeardownOptions> {
  const { home, target, signal, waitMs, searchRegions, resume = false } = given;
  const key = { target, accountId: account.id, region, seat: seat.id };
  const record = given.localRecords?.(key).record;
  return {
    clients: await account.clientsIn(region),
    lab: labOf({ ...seat, region }),
    accountId: account.id,
    journal: journalFile(home, key),
    resume,
    rateLimiter: account.rateLimiter,
    newRecorder: account.newRecorder,
    ...defined({ record, signal, waitMs, searchRegions }),
  };
}

/**
 * Every region that the seat used, its own first: local records, bucket names, and the pipelines, connections and
 * roles of all regions show the others.
 */
async function regionsUsedBy(
  own: TeardownOptions,
  account: Account,
  recorded: readonly string[],
): Promise<string[]> {
  const { buckets, id, searchCalls } = account;
  const { lab } = own;
  const search = await newScan({ ...own, run: newRun(own, [lab.region], searchCalls) }).search();
  const byBucket = buckets.state === 'known' ? bucketsInOtherRegions(buckets.names, lab, id) : [];
  const found = [...byBucket, ...search.elsewhere].map(({ region }) => region);
  return [...new Set([lab.region, ...recorded, ...found])];
}

/** Plans the teardown of a seat in all its regions together: what they share goes after the pipelines of all. */
async function previewSeat(seat: Seat, account: Account, given: ClassTeardownOptions): Promise<SeatRegion[]> {
  const own = await regionOptions(seat.region, seat, account, given);
  const key = { target: given.target, accountId: account.id, region: seat.region, seat: seat.id };
  const regions = await regionsUsedBy(own, account, given.localRecords?.(key).regions ?? []);
  const run = newRun(own, regions, account.searchCalls);
  const all: TeardownOptions[] = [];
  for (const region of regions)
    all.push({ ...(region === seat.region ? own : await regionOptions(region, seat, account, given)), run });
  const { results } = await teardownRegions({ regions: all.map((one) => ({ ...one, dryRun: true })) });
  return results.flatMap((preview, at) => {
    const options = all[at];
    return options === undefined ? [] : [{ region: options.lab.region, options, preview, at: Date.now() }];
  });
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
      scanned.regions.push(...(await previewSeat(seat, account, options)));
    } catch (error) {
      // A file of another version is an error of the whole class, so the teardown does not start.
      if (error instanceof UnknownVersion || error instanceof DamagedFile) throw error;
      scanned.errors.push(localError(error));
    }
    return scanned;
  });
}
