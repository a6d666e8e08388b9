import { defined } from '../../base/defined.ts';
import { type CallCount, type Memo, makeCalls } from '../../checker/account/calls.ts';
import type { Clients } from '../../checker/account/clients.ts';
import { startDeadline } from '../../checker/account/deadline.ts';
import { callErrorOf } from '../../checker/account/errors.ts';
import type { CallError } from '../../checker/account/fact.ts';
import type { RateLimiter } from '../../checker/account/rate-limiter.ts';
import { identity } from '../../checker/account/sts.ts';
import type { Access, Roster } from '../seat.ts';
import { type ClientsOf, expectedAccount } from './access.ts';
import { adaptiveRateLimiter } from './adaptive-rate-limiter.ts';
import { combineSemaphores, type Semaphore, semaphore } from './semaphore.ts';

/** How much of a class's work runs concurrently. */
export interface Concurrency {
  /** Accesses whose account is identified. */
  accesses: number;
  /** Seats of one account. */
  accountSeats: number;
  /** Seats of all accounts. */
  seats: number;
  /** After this long a slot is given to the next access or seat: milliseconds. */
  slotTimeoutMs: number;
}

export interface PoolOptions {
  roster: Pick<Roster, 'account'>;
  clientsOf: ClientsOf;
  concurrency: Concurrency;
  /** By account. The caller keeps them to use what they have learned in another pool. */
  rateLimiters?: Map<string, RateLimiter>;
  /** How long the identification of an account may take: milliseconds. */
  identifyTimeoutMs?: number;
}

/** An account whose credentials work. */
export interface OpenAccount {
  id: string;
  /** The clients of the region in which the account was identified. */
  clients: Clients;
  clientsIn(region: string): Promise<Clients>;
  /** The answers of the identification. Calls that get it do not repeat it. */
  memo: Memo;
  rateLimiter: RateLimiter;
  /** Limits the concurrent seats of this account, and of all accounts of the pool. */
  semaphore: Semaphore;
}

/** The account behind an access, or the error that blocks all its seats; and the calls that this took. */
export type Opening = { calls: CallCount[] } & (
  | { account: OpenAccount; error?: never }
  | { account?: never; error: CallError }
);

/** Opens the accounts of a class. What an account allows is shared by all accesses that lead to it. */
export interface AccountPool {
  /**
   * Opens an access and identifies its account. The pool keeps no clients, so those of a thousand accounts do not stay
   * in memory.
   */
  open(access: Access, region: string): Promise<Opening>;
}

/** The clients of an access, or the error that opening it led to. */
export async function clientsOrError(
  open: () => Clients | Promise<Clients>,
): Promise<{ clients: Clients; error?: never } | { clients?: never; error: CallError }> {
  try {
    return { clients: await open() };
  } catch (error) {
    return { error: callErrorOf('sts', 'GetCallerIdentity', error, []) };
  }
}

const wrongAccountError = (expected: string, found: string): CallError => ({
  cause: 'credentials',
  service: 'sts',
  operation: 'GetCallerIdentity',
  actions: [],
  code: 'OtherAccount',
  message: `the class is held to account ${expected}, and these credentials are account ${found}'s`,
});

/** The id of the account that the credentials belong to. `expected` is the only account that may answer. */
async function identifyAccount(
  clients: Clients,
  memo: Memo,
  expected: string | undefined,
  timeoutMs: number | undefined,
): Promise<{ calls: CallCount[]; id: string } | { calls: CallCount[]; error: CallError }> {
  const deadline = timeoutMs === undefined ? undefined : startDeadline(timeoutMs);
  const calls = makeCalls(clients, {
    memo,
    ...defined({ signal: deadline?.signal }),
  });
  const caller = await identity(calls);
  deadline?.clear();
  const counts = calls.counts();
  if (caller.state === 'unknown') return { calls: counts, error: caller.error };
  if (caller.state === 'absent') throw new Error('GetCallerIdentity has no answer that says absent');
  const { account } = caller.value;
  if (expected !== undefined && account !== expected)
    return { calls: counts, error: wrongAccountError(expected, account) };
  return { calls: counts, id: account };
}

/** Clients by region, each opened once. */
function clientsByRegion(access: Access, clientsOf: ClientsOf, region: string, clients: Clients) {
  const opened = new Map<string, Promise<Clients>>([[region, Promise.resolve(clients)]]);
  return (other: string): Promise<Clients> => {
    const found = opened.get(other) ?? Promise.resolve().then(() => clientsOf(access, other));
    opened.set(other, found);
    return found;
  };
}

/** Opens a pool of the accounts of a class. */
export function openAccountPool(options: PoolOptions): AccountPool {
  const { roster, clientsOf, identifyTimeoutMs, rateLimiters = new Map<string, RateLimiter>() } = options;
  const { accesses, accountSeats, seats, slotTimeoutMs } = options.concurrency;
  const accessSemaphore = semaphore(accesses, slotTimeoutMs);
  const classSemaphore = semaphore(seats, slotTimeoutMs);
  const semaphores = new Map<string, Semaphore>();

  // Two accesses can reach the same account, so its limits belong to the account.
  const limitsOf = (id: string) => {
    const rateLimiter = rateLimiters.get(id) ?? adaptiveRateLimiter();
    rateLimiters.set(id, rateLimiter);
    const accountSemaphore =
      semaphores.get(id) ?? combineSemaphores([semaphore(accountSeats, slotTimeoutMs), classSemaphore]);
    semaphores.set(id, accountSemaphore);
    return { rateLimiter, semaphore: accountSemaphore };
  };

  return {
    open: (access, region) =>
      accessSemaphore.run(async () => {
        const { clients, error } = await clientsOrError(() => clientsOf(access, region));
        if (error !== undefined) return { calls: [], error };
        const memo: Memo = new Map();
        const expected = expectedAccount(access, roster);
        const identified = await identifyAccount(clients, memo, expected, identifyTimeoutMs);
        const { calls } = identified;
        if ('error' in identified) return { calls, error: identified.error };
        const { id } = identified;
        const clientsIn = clientsByRegion(access, clientsOf, region, clients);
        return { calls, account: { id, clients, clientsIn, memo, ...limitsOf(id) } };
      }),
  };
}
