import { defined } from '../../base/defined.ts';
import { type Calls, makeCalls } from '../../checker/account/calls.ts';
import type { CallError } from '../../checker/account/fact.ts';
import type { CallRecorder } from '../../checker/account/recording.ts';
import { bucketNames } from '../../checker/account/s3.ts';
import { sharedReads } from '../../checker/account/shared-reads.ts';
import { type ClientsOf, groupByAccess } from '../account-pool/access.ts';
import { type Concurrency, type OpenAccount, openAccountPool } from '../account-pool/account-pool.ts';
import type { Roster, Seat } from '../seat.ts';

/** The limits of a teardown. A huge bucket takes long, so a slot is kept longer than in a poll. */
const concurrency: Concurrency = { accesses: 32, accountSeats: 6, seats: 32, slotTimeoutMs: 60_000 };

/** An account that is torn down. All its seats share this object. */
export interface Account extends OpenAccount {
  /** The names of all its buckets, which show the regions that its seats used. */
  buckets: { state: 'known'; names: string[] } | { state: 'unknown'; error: CallError };
  newRecorder: () => CallRecorder;
  /** Calls whose answers are kept for the whole teardown: the searches of all its seats share them. */
  searchCalls: Calls;
}

/** A seat with the account that it works in, or the error that prevented opening it. */
export type SeatAccount = { seat: Seat } & ({ account: Account } | { error: CallError });

async function bucketsOf({ clients, semaphore }: OpenAccount): Promise<Account['buckets']> {
  const listing = await semaphore.run(() => bucketNames(makeCalls(clients)));
  if (listing.state === 'absent') throw new Error('ListBuckets has no answer that says absent');
  return listing.state === 'known' ? { state: 'known', names: listing.value.items } : listing;
}

async function withSearch(account: OpenAccount, signal: AbortSignal | undefined): Promise<Account> {
  const { clients, rateLimiter } = account;
  const searchCalls = makeCalls(clients, { rateLimiter, ...defined({ signal }) });
  return { ...account, buckets: await bucketsOf(account), newRecorder: sharedReads(), searchCalls };
}

/** Opens the accounts of these seats. An access that fails is an error of its own seats only. */
export async function openAccounts(
  seats: readonly Seat[],
  roster: Roster,
  clientsOf: ClientsOf,
  signal?: AbortSignal,
): Promise<SeatAccount[]> {
  const pool = openAccountPool({ roster, clientsOf, concurrency });
  const opened = await Promise.all(
    groupByAccess(seats).map(async (group): Promise<SeatAccount[]> => {
      const [{ access, region }] = group;
      const { account, error } = await pool.open(access, region);
      if (error !== undefined) return group.map((seat) => ({ seat, error }));
      const shared = await withSearch(account, signal);
      return group.map((seat) => ({ seat, account: shared }));
    }),
  );
  const bySeat = new Map(opened.flat().map((one) => [one.seat, one]));
  return seats.flatMap((seat) => bySeat.get(seat) ?? []);
}
