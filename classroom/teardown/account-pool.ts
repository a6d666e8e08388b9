import { type Calls, makeCalls } from '../../checker/account/calls.ts';
import type { Clients } from '../../checker/account/clients.ts';
import { callErrorOf } from '../../checker/account/errors.ts';
import type { CallError } from '../../checker/account/fact.ts';
import type { RateLimiter } from '../../checker/account/rate-limiter.ts';
import type { CallRecorder } from '../../checker/account/recording.ts';
import { bucketNames } from '../../checker/account/s3.ts';
import { sharedReads } from '../../checker/account/shared-reads.ts';
import { identity } from '../../checker/account/sts.ts';
import { adaptiveRateLimiter } from '../adaptive-rate-limiter.ts';
import { accessKey, type ClientsOf, wrongAccountError } from '../poll.ts';
import type { Access, Roster, Seat } from '../seat.ts';
import { combineSemaphores, type Semaphore, semaphore } from '../semaphore.ts';

/** How many seats of one account, and of all accounts, are processed concurrently. */
const seatConcurrency = { account: 6, all: 32 };
/** How many accesses are opened concurrently. */
const openConcurrency = 32;
/**
 * After this long a seat's slot is given to the next seat, for example when a bucket is huge: milliseconds.
 */
const slotTimeoutMs = 60_000;

/** An account whose credentials work. All its seats share this object. */
export interface Account {
  id: string;
  clientsIn(region: string): Promise<Clients>;
  /** The names of all its buckets, which show the regions that its seats used. */
  buckets: { state: 'known'; names: string[] } | { state: 'unknown'; error: CallError };
  rateLimiter: RateLimiter;
  semaphore: Semaphore;
  newRecorder: () => CallRecorder;
  /** Calls whose answers are kept for the whole teardown: the searches of all its seats share them. */
  searchCalls: Calls;
}

/** A seat with the account that it works in, or the error that prevented opening it. */
export type SeatAccount = { seat: Seat } & ({ account: Account } | { error: CallError });

/** The limits that all accesses to one account share. */
interface SharedLimits {
  rateLimiter: RateLimiter;
  semaphore: Semaphore;
}

async function identifyAccount(
  clients: Clients,
  pinned: string | undefined,
): Promise<{ error: CallError } | Pick<Account, 'id' | 'buckets'>> {
  const calls = makeCalls(clients);
  const caller = await identity(calls);
  if (caller.state === 'unknown') return { error: caller.error };
  if (caller.state === 'absent') throw new Error('GetCallerIdentity has no answer that says absent');
  const { account } = caller.value;
  if (pinned !== undefined && account !== pinned) return { error: wrongAccountError(pinned, account) };
  const listing = await bucketNames(calls);
  if (listing.state === 'absent') throw new Error('ListBuckets has no answer that says absent');
  const buckets: Account['buckets'] =
    listing.state === 'known' ? { state: 'known', names: listing.value.items } : listing;
  return { id: account, buckets };
}

/** The account that must answer: the roster's, or that of the role's ARN; undefined where any account may. */
const expectedAccount = (access: Access, { account }: Roster) =>
  access.kind === 'shared' ? account : access.kind === 'role' ? access.roleArn.split(':')[4] : undefined;

/** Opens the account behind an access, once for all of its seats. */
async function openAccount(
  first: Seat,
  roster: Roster,
  clientsOf: ClientsOf,
  shared: (id: string) => SharedLimits,
  signal: AbortSignal | undefined,
): Promise<{ account: Account } | { error: CallError }> {
  const { access, region } = first;
  let clients: Clients;
  try {
    clients = await clientsOf(access, region);
  } catch (error) {
    return { error: callErrorOf('sts', 'GetCallerIdentity', error, []) };
  }
  const identified = await identifyAccount(clients, expectedAccount(access, roster));
  if ('error' in identified) return identified;
  const clientsByRegion = new Map<string, Promise<Clients>>([[region, Promise.resolve(clients)]]);
  const clientsIn = (otherRegion: string) => {
    const found = clientsByRegion.get(otherRegion) ?? clientsOf(access, otherRegion);
    clientsByRegion.set(otherRegion, found);
    return found;
  };
  const limits = shared(identified.id);
  const searchCalls = makeCalls(clients, {
    rateLimiter: limits.rateLimiter,
    ...(signal === undefined ? {} : { signal }),
  });
  return { account: { ...identified, ...limits, clientsIn, newRecorder: sharedReads(), searchCalls } };
}

/** Opens the accounts of these seats. An access that fails is an error of its own seats only. */
export async function openAccounts(
  seats: readonly Seat[],
  roster: Roster,
  clientsOf: ClientsOf,
  signal?: AbortSignal,
): Promise<SeatAccount[]> {
  const classSemaphore = semaphore(seatConcurrency.all, slotTimeoutMs);
  const limitsByAccount = new Map<string, SharedLimits>();
  const shared = (id: string) => {
    const found = limitsByAccount.get(id) ?? {
      rateLimiter: adaptiveRateLimiter(),
      semaphore: combineSemaphores([semaphore(seatConcurrency.account, slotTimeoutMs), classSemaphore]),
    };
    limitsByAccount.set(id, found);
    return found;
  };
  const openSemaphore = semaphore(openConcurrency, slotTimeoutMs);
  const openings = new Map<string, ReturnType<typeof openAccount>>();
  return Promise.all(
    seats.map(async (seat) => {
      const key = accessKey(seat.access);
      const opening =
        openings.get(key) ?? openSemaphore.run(() => openAccount(seat, roster, clientsOf, shared, signal));
      openings.set(key, opening);
      return { seat, ...(await opening) };
    }),
  );
}
