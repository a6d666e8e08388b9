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

export type { SeatPoll as SeatLook } from './seat-poll.ts';

/** Clients for a way into an account, in a region; the caller makes and ends them. Rejects when there is no way. */
export type ClientsOf = (access: Access, region: string) => Promise<Clients>;

/** What one process remembers between rounds, so that only what can have changed is asked again. */
export interface Memory {
  answerCaches: Map<string, AnswerCache>;
  /** How fast each account takes calls. */
  rateLimiters: Map<string, RateLimiter>;
}

export const newMemory = (): Memory => ({ answerCaches: new Map(), rateLimiters: new Map() });

export interface PollOptions {
  gitUrl: string;
  /** Without it every answer is asked for, and none is kept. */
  memory?: Memory;
  /** Told of every seat as soon as it was looked at. */
  onSeat?: (poll: SeatPoll) => void;
  /** Told of a way when all its seats are: whatever it holds open can be closed until the next round. */
  onAccessDone?: (access: Access) => void;
  /** After so long what is known of a seat is judged, and the rest is unknown; its time begins with its turn. */
  timeoutMs?: number;
  /** Ends the round: seats whose turn has not come are not looked at. */
  signal?: AbortSignal;
  now?: () => number;
}

/** One look at every seat. */
export interface Poll {
  /** When it began and ended: milliseconds since the epoch. */
  began: number;
  ended: number;
  /** In the roster's order. */
  seatPolls: SeatPoll[];
  /** The calls that were really made, for each account (or way into one that could not be told). */
  calls: { account: string; seats: number; calls: CallCount[] }[];
}

/** How many seats of one account, and of all, are looked at side by side. */
const seatConcurrency = { account: 8, all: 48 };
/** How many ways into accounts are tried side by side. */
const accessConcurrency = 64;
/** A seat that takes longer gives its place away: milliseconds. */
const slotTimeoutMs = 8_000;
/** How many questions to the git host are under way at once; each may be some processes on this machine. */
const gitConcurrency = 8;

/** Seats that are reached in the same way: they share what is asked of the account. */
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
    return { error: callErrorOf('sts', 'GetCallerIdentity', error) };
  }
}

interface PollContext {
  clientsOf: ClientsOf;
  options: PollOptions;
  roster: Roster;
  rateLimiters: Map<string, RateLimiter>;
  /** For ways into accounts, for seats, and for questions to the git host. */
  accessSemaphore: Semaphore;
  seatSemaphore: Semaphore;
  gitSemaphore: Semaphore;
  remoteOf: ReturnType<typeof gitOverHttp>;
  report(poll: SeatPoll): void;
}

/** Whose account it is; or what stands in the way of all its seats. */
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

/** One way into an account, and all the seats that take it. */
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

  // Two ways may lead into one account: its limits are the same.
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
 * Looks once at every seat of a class, all accounts side by side. What seats of an account ask alike is asked once;
 * what stops one seat is that seat's answer, and neither stops nor delays another's. Rejects only for a fault of
 * the kit.
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
