import { type CallCount, type Memo, makeCalls } from '../checker/account/calls.ts';
import type { Clients } from '../checker/account/clients.ts';
import { startDeadline } from '../checker/account/deadline.ts';
import { callErrorOf } from '../checker/account/errors.ts';
import type { CallError } from '../checker/account/fact.ts';
import type { RateLimiter } from '../checker/account/rate-limiter.ts';
import { gitOverHttp } from '../checker/account/sources/git-over-http.ts';
import { identity } from '../checker/account/sts.ts';
import { adaptiveRateLimiter } from './adaptive-rate-limiter.ts';
import { type AnswerCache, emptyAnswerCache } from './answer-cache.ts';
import type { Access, Roster, Seat } from './seat.ts';
import { pollSeat, type SeatContext, type SeatPoll } from './seat-poll.ts';
import { combineSemaphores, type Semaphore, semaphore } from './semaphore.ts';

export type { SeatPoll } from './seat-poll.ts';

/**
 * Returns the clients for an access and a region. The caller creates and destroys them. Rejects if access
 * fails.
 */
export type ClientsOf = (access: Access, region: string) => Promise<Clients>;

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
   * How long one seat's poll may take. After that the seat is judged by what is known; the rest is unknown.
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

/** How many seats of one account, and of all accounts, are polled concurrently. */
const seatConcurrency = { account: 8, all: 48 };
/** How many accesses are identified concurrently. */
const accessConcurrency = 64;
/** After this long a seat's slot is given to the next seat: milliseconds. */
const slotTimeoutMs = 8_000;
/**
 * How many requests to the git host are in flight at once. Each can start several processes on this machine.
 */
const gitConcurrency = 8;

/** The same key for seats with the same access, which share the answers of their account. */
export const accessKey = (access: Access) =>
  access.kind === 'shared'
    ? 'shared'
    : access.kind === 'profile'
      ? `profile ${access.profile}`
      : `role ${access.roleArn} ${access.externalId ?? ''}`;

const addCounts = (all: CallCount[], more: readonly CallCount[]) => {
  for (const { service, operation, count } of more) {
    const before = all.find((one) => one.service === service && one.operation === operation);
    if (before === undefined) all.push({ service, operation, count });
    else before.count += count;
  }
};

export const wrongAccountError = (expected: string, found: string): CallError => ({
  ...{
    cause: 'credentials',
    service: 'sts',
    operation: 'GetCallerIdentity',
    actions: [],
    code: 'OtherAccount',
  },
  message: `the class is held to account ${expected}, and these credentials are account ${found}'s`,
});

async function openClients(clientsOf: ClientsOf, { access, region }: Seat) {
  try {
    return { clients: await clientsOf(access, region) };
  } catch (error) {
    return { error: callErrorOf('sts', 'GetCallerIdentity', error, []) };
  }
}

interface PollContext {
  clientsOf: ClientsOf;
  options: PollOptions;
  roster: Roster;
  rateLimiters: Map<string, RateLimiter>;
  /** Limit the concurrent identity calls, seats, and requests to the git host. */
  accessSemaphore: Semaphore;
  seatSemaphore: Semaphore;
  gitSemaphore: Semaphore;
  remoteOf: ReturnType<typeof gitOverHttp>;
  report(poll: SeatPoll): void;
}

/** The account that the credentials belong to, or the error that blocks all its seats. */
async function identifyAccount(clients: Clients, memo: Memo, timeoutMs: number, pinned: string | undefined) {
  const { signal, clear: end } = startDeadline(timeoutMs);
  const calls = makeCalls(clients, { memo, signal });
  const caller = await identity(calls);
  end();
  const counts = calls.counts();
  if (caller.state === 'unknown') return { error: caller.error, counts };
  if (caller.state === 'absent') throw new Error('GetCallerIdentity has no answer that says absent');
  const { account } = caller.value;
  if (pinned !== undefined && account !== pinned)
    return { error: wrongAccountError(pinned, account), counts };
  return { account, counts };
}

/** Polls all seats that share an access. Reports every seat, and answers the calls that it made. */
async function pollAccount(seats: readonly Seat[], context: PollContext): Promise<Poll['calls'][number]> {
  const {
    clientsOf,
    options,
    roster,
    rateLimiters,
    accessSemaphore,
    seatSemaphore,
    gitSemaphore,
    remoteOf,
    report,
  } = context;
  const { memory, now = Date.now, timeoutMs = 60_000, gitUrl, signal } = options;
  const [first] = seats;
  if (first === undefined) throw new Error('a way without a seat');
  const key = accessKey(first.access);
  const calls: CallCount[] = [];
  const fail = ({ id }: Seat, error: CallError) => report({ kind: 'failed', seat: id, at: now(), error });
  const failAll = (error: CallError) => {
    for (const seat of seats) fail(seat, error);
    return { account: key, seats: seats.length, calls };
  };
  const memo: Memo = new Map();
  const opened = await openClients(clientsOf, first);
  if ('error' in opened) return failAll(opened.error);
  const { clients } = opened;
  const pinned = first.access.kind === 'shared' ? roster.account : undefined;
  const identified = await accessSemaphore.run(() => identifyAccount(clients, memo, timeoutMs, pinned));
  addCounts(calls, identified.counts);
  if (identified.error !== undefined) return failAll(identified.error);
  const { account } = identified;

  // Two accesses can reach the same account, so the rate limiter belongs to the account.
  const rateLimiter = rateLimiters.get(account) ?? adaptiveRateLimiter();
  rateLimiters.set(account, rateLimiter);
  const seatSlots = combineSemaphores([semaphore(seatConcurrency.account, slotTimeoutMs), seatSemaphore]);
  await Promise.all(
    seats.map((seat) =>
      seatSlots.run(async () => {
        if (signal?.aborted) return;
        const seatClients = seat.region === first.region ? opened : await openClients(clientsOf, seat);
        if ('error' in seatClients) return fail(seat, seatClients.error);
        const seatContext: SeatContext = {
          clients: seatClients.clients,
          account,
          memo,
          rateLimiter,
          gitSemaphore,
          gitUrl,
          remoteOf,
          timeoutMs,
          signal,
          now,
        };
        const { poll, cache } = await pollSeat(
          seat,
          memory?.answerCaches.get(seat.id) ?? emptyAnswerCache(),
          seatContext,
        );
        memory?.answerCaches.set(seat.id, cache);
        if (poll.kind === 'seen') addCounts(calls, poll.run.calls);
        report(poll);
      }),
    ),
  );
  return { account, seats: seats.length, calls };
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
  const seatsByAccess = new Map<string, Seat[]>();
  for (const seat of roster.seats) {
    const key = accessKey(seat.access);
    seatsByAccess.set(key, [...(seatsByAccess.get(key) ?? []), seat]);
  }
  const context: PollContext = {
    ...{ clientsOf, options, roster, rateLimiters: options.memory?.rateLimiters ?? new Map() },
    accessSemaphore: semaphore(accessConcurrency, slotTimeoutMs),
    seatSemaphore: semaphore(seatConcurrency.all, slotTimeoutMs),
    gitSemaphore: semaphore(gitConcurrency),
    remoteOf: gitOverHttp(),
    report(poll) {
      polls.set(poll.seat, poll);
      options.onSeat?.(poll);
    },
  };
  const calls = await Promise.all(
    [...seatsByAccess.values()].map(async (seats) => {
      const accountCalls = await pollAccount(seats, context);
      if (seats[0] !== undefined) options.onAccessDone?.(seats[0].access);
      return accountCalls;
    }),
  );
  return {
    ...{ began, ended: now(), calls },
    seatPolls: roster.seats.flatMap(({ id }) => polls.get(id) ?? []),
  };
}
