import { defined } from '../base/defined.ts';
import type { CallCount } from '../checker/account/calls.ts';
import type { RateLimiter } from '../checker/account/rate-limiter.ts';
import { gitOverHttp } from '../checker/account/sources/git-over-http.ts';
import { accessKey, type ClientsOf, groupByAccess, type SeatGroup } from './account-pool/access.ts';
import {
  type AccountPool,
  type Concurrency,
  clientsOrError,
  type OpenAccount,
  openAccountPool,
} from './account-pool/account-pool.ts';
import { type Semaphore, semaphore } from './account-pool/semaphore.ts';
import { type AnswerCache, emptyAnswerCache } from './answer-cache.ts';
import type { Access, Roster, Seat } from './seat.ts';
import { pollSeat, type SeatPoll } from './seat-poll.ts';

export type { SeatPoll } from './seat-poll.ts';

/** What one process keeps between polls, so that it repeats only calls whose answers can have changed. */
export interface Memory {
  answerCaches: Map<string, AnswerCache>;
  /** By account. */
  rateLimiters: Map<string, RateLimiter>;
}

export const newMemory = (): Memory => ({ answerCaches: new Map(), rateLimiters: new Map() });

export interface PollOptions {
  gitUrl: string;
  /** Without it, every call is made and no answer is kept. */
  memory?: Memory;
  /** Called with each seat's result as soon as it is there. */
  onSeat?: (poll: SeatPoll) => void;
  /** Called with an access when all its seats are polled: its clients can be closed until the next poll. */
  onAccessDone?: (access: Access) => void;
  /**
   * How long one seat's poll may take: milliseconds, a minute by default. After that the seat is judged by what is known; the rest is unknown.
   */
  timeoutMs?: number;
  /** Ends the poll: seats that have not started are not polled. */
  signal?: AbortSignal;
  now?: () => number;
}

/** One poll of every seat. */
export interface Poll {
  /** When the poll began and ended: milliseconds since the epoch. */
  began: number;
  ended: number;
  /** In the roster's order. */
  seatPolls: SeatPoll[];
  /** The calls that were made, per account. An access whose account is unknown is listed by its key. */
  calls: { account: string; seats: number; calls: CallCount[] }[];
}

/** How long one seat's poll may take, unless the caller says otherwise: milliseconds. */
const seatTimeoutMs = 60_000;
/**
 * How many requests to the git host are in flight at once. Each can start several processes on this machine.
 */
const gitConcurrency = 8;
/** The limits of a poll. */
const concurrency: Concurrency = { accesses: 64, accountSeats: 8, seats: 48, slotTimeoutMs: 8_000 };

const addCounts = (all: CallCount[], more: readonly CallCount[]) => {
  for (const { service, operation, count } of more) {
    const before = all.find((one) => one.service === service && one.operation === operation);
    if (before === undefined) all.push({ service, operation, count });
    else before.count += count;
  }
};

interface PollContext {
  accounts: AccountPool;
  options: PollOptions;
  /** Limits the concurrent requests to the git host. */
  gitSemaphore: Semaphore;
  remoteOf: ReturnType<typeof gitOverHttp>;
  report(poll: SeatPoll): void;
}

/** Polls one seat of an account. Adds the calls that it made to `calls`. */
async function pollAccountSeat(
  seat: Seat,
  account: OpenAccount,
  { options, gitSemaphore, remoteOf, report }: PollContext,
  calls: CallCount[],
): Promise<void> {
  const { memory, now = Date.now, timeoutMs = seatTimeoutMs, gitUrl, signal } = options;
  if (signal?.aborted) return;
  const { clients, error } = await clientsOrError(() => account.clientsIn(seat.region));
  if (error !== undefined) return report({ kind: 'failed', seat: seat.id, at: now(), error });
  const { id, memo, rateLimiter } = account;
  const { poll, cache } = await pollSeat(seat, memory?.answerCaches.get(seat.id) ?? emptyAnswerCache(), {
    clients,
    account: id,
    memo,
    rateLimiter,
    gitSemaphore,
    gitUrl,
    remoteOf,
    timeoutMs,
    signal,
    now,
  });
  memory?.answerCaches.set(seat.id, cache);
  if (poll.kind === 'seen') addCounts(calls, poll.run.calls);
  report(poll);
}

/** Polls all seats that share an access. Reports every seat, and answers the calls that it made. */
async function pollAccess(seats: SeatGroup, context: PollContext): Promise<Poll['calls'][number]> {
  const [{ access, region }] = seats;
  const { now = Date.now } = context.options;
  const { account, error, calls: openingCalls } = await context.accounts.open(access, region);
  const calls = openingCalls.map((one) => ({ ...one }));
  if (error !== undefined) {
    for (const { id } of seats) context.report({ kind: 'failed', seat: id, at: now(), error });
    return { account: accessKey(access), seats: seats.length, calls };
  }
  await Promise.all(
    seats.map((seat) => account.semaphore.run(() => pollAccountSeat(seat, account, context, calls))),
  );
  return { account: account.id, seats: seats.length, calls };
}

/**
 * Polls every seat of a class once, all accounts concurrently. Seats of one account share identical calls. An
 * error of one seat is that seat's result and does not stop or delay another. Rejects only on a bug in the
 * kit.
 */
export async function pollClass(roster: Roster, clientsOf: ClientsOf, options: PollOptions): Promise<Poll> {
  const { now = Date.now } = options;
  const began = now();
  const polls = new Map<string, SeatPoll>();
  const accounts = openAccountPool({
    roster,
    clientsOf,
    concurrency,
    identifyTimeoutMs: options.timeoutMs ?? seatTimeoutMs,
    ...defined({ rateLimiters: options.memory?.rateLimiters }),
  });
  const context: PollContext = {
    accounts,
    options,
    gitSemaphore: semaphore(gitConcurrency),
    remoteOf: gitOverHttp(),
    report(poll) {
      polls.set(poll.seat, poll);
      options.onSeat?.(poll);
    },
  };
  const calls = await Promise.all(
    groupByAccess(roster.seats).map(async (seats) => {
      const accessCalls = await pollAccess(seats, context);
      options.onAccessDone?.(seats[0].access);
      return accessCalls;
    }),
  );
  return {
    began,
    ended: now(),
    calls,
    seatPolls: roster.seats.flatMap(({ id }) => polls.get(id) ?? []),
  };
}
