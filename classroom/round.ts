import { bound } from '../checker/account/bound.ts';
import { type CallCount, type Memo, makeCalls } from '../checker/account/calls.ts';
import type { Clients } from '../checker/account/clients.ts';
import { troubleOf } from '../checker/account/errors.ts';
import type { Trouble } from '../checker/account/fact.ts';
import type { Gate } from '../checker/account/gate.ts';
import { quickGit } from '../checker/account/sources/quick-git.ts';
import { identity } from '../checker/account/sts.ts';
import { type Kept, nothingKept } from './kept.ts';
import { type Ground, lookAt, type SeatLook } from './look.ts';
import { pace } from './pace.ts';
import type { Access, Roster, Seat } from './seat.ts';
import { type Slots, slots, within } from './slots.ts';

export type { SeatLook } from './look.ts';

/** Clients for a way into an account, in a region; the caller makes and ends them. Rejects when there is no way. */
export type ClientsOf = (access: Access, region: string) => Promise<Clients>;

/** What one process remembers between rounds, so that only what can have changed is asked again. */
export interface Memory {
  kept: Map<string, Kept>;
  /** How fast each account takes calls. */
  paces: Map<string, Gate>;
}

export const newMemory = (): Memory => ({ kept: new Map(), paces: new Map() });

export interface RoundOptions {
  gitUrl: string;
  /** Without it every answer is asked for, and none is kept. */
  memory?: Memory;
  /** Told of every seat as soon as it was looked at. */
  onSeat?: (look: SeatLook) => void;
  /** Told of a way when all its seats are: whatever it holds open can be closed until the next round. */
  onWay?: (access: Access) => void;
  /** After so long what is known of a seat is judged, and the rest is unknown; its time begins with its turn. */
  timeoutMs?: number;
  /** Ends the round: seats whose turn has not come are not looked at. */
  signal?: AbortSignal;
  now?: () => number;
}

/** One look at every seat. */
export interface Round {
  /** When it began and ended: milliseconds since the epoch. */
  began: number;
  ended: number;
  /** In the roster's order. */
  looks: SeatLook[];
  /** The calls that were really made, for each account (or way into one that could not be told). */
  calls: { account: string; seats: number; calls: CallCount[] }[];
}

/** How many seats of one account, and of all, are looked at side by side. */
const seatsAtOnce = { account: 8, all: 48 };
/** How many ways into accounts are tried side by side. */
const doorsAtOnce = 64;
/** A seat that takes longer gives its place away: milliseconds. */
const patienceMs = 8_000;
/** How many questions to the git host are under way at once; each may be some processes on this machine. */
const gitsAtOnce = 8;

/** Seats that are reached in the same way: they share what is asked of the account. */
export const wayOf = (access: Access) =>
  access.kind === 'shared'
    ? 'shared'
    : access.kind === 'profile'
      ? `profile ${access.profile}`
      : `role ${access.roleArn} ${access.externalId ?? ''}`;

const addTo = (all: CallCount[], more: readonly CallCount[]) => {
  for (const { service, operation, count } of more) {
    const before = all.find((one) => one.service === service && one.operation === operation);
    if (before === undefined) all.push({ service, operation, count });
    else before.count += count;
  }
};

export const otherAccount = (expected: string, found: string): Trouble => ({
  ...{
    cause: 'credentials',
    service: 'sts',
    operation: 'GetCallerIdentity',
    actions: [],
    code: 'OtherAccount',
  },
  message: `the class is held to account ${expected}, and these credentials are account ${found}'s`,
});

async function open(clientsOf: ClientsOf, { access, region }: Seat) {
  try {
    return { clients: await clientsOf(access, region) };
  } catch (error) {
    return { trouble: troubleOf('sts', 'GetCallerIdentity', error) };
  }
}

interface Shop {
  clientsOf: ClientsOf;
  options: RoundOptions;
  roster: Roster;
  paces: Map<string, Gate>;
  /** For ways into accounts, for seats, and for questions to the git host. */
  doors: Slots;
  all: Slots;
  git: Slots;
  remoteOf: ReturnType<typeof quickGit>;
  tell(look: SeatLook): void;
}

/** Whose account it is; or what stands in the way of all its seats. */
async function enter(clients: Clients, memo: Memo, timeoutMs: number, pinned: string | undefined) {
  const { signal, end } = bound(timeoutMs);
  const calls = makeCalls(clients, { memo, signal });
  const who = await identity(calls);
  end();
  const counts = calls.counts();
  if (who.state === 'unknown') return { trouble: who.trouble, counts };
  if (who.state === 'absent') throw new Error('GetCallerIdentity has no answer that says absent');
  const { account } = who.value;
  if (pinned !== undefined && account !== pinned) return { trouble: otherAccount(pinned, account), counts };
  return { account, counts };
}

/** One way into an account, and all the seats that take it. */
async function lookInto(seats: readonly Seat[], shop: Shop): Promise<Round['calls'][number]> {
  const { clientsOf, options, roster, paces, doors, all, git, remoteOf, tell } = shop;
  const { memory, now = Date.now, timeoutMs = 60_000, gitUrl, signal } = options;
  const [first] = seats;
  if (first === undefined) throw new Error('a way without a seat');
  const way = wayOf(first.access);
  const calls: CallCount[] = [];
  const stop = ({ id }: Seat, trouble: Trouble) => tell({ kind: 'trouble', seat: id, at: now(), trouble });
  const stopped = (trouble: Trouble) => {
    for (const seat of seats) stop(seat, trouble);
    return { account: way, seats: seats.length, calls };
  };
  const memo: Memo = new Map();
  const there = await open(clientsOf, first);
  if ('trouble' in there) return stopped(there.trouble);
  const { clients } = there;
  const pinned = first.access.kind === 'shared' ? roster.account : undefined;
  const door = await doors.run(() => enter(clients, memo, timeoutMs, pinned));
  addTo(calls, door.counts);
  if (door.trouble !== undefined) return stopped(door.trouble);
  const { account } = door;

  // Two ways may lead into one account: its limits are the same.
  const gate = paces.get(account) ?? pace();
  paces.set(account, gate);
  const places = within([slots(seatsAtOnce.account, patienceMs), all]);
  await Promise.all(
    seats.map((seat) =>
      places.run(async () => {
        if (signal?.aborted) return;
        const here = seat.region === first.region ? there : await open(clientsOf, seat);
        if ('trouble' in here) return stop(seat, here.trouble);
        const ground: Ground = {
          clients: here.clients,
          account,
          memo,
          gate,
          git,
          gitUrl,
          remoteOf,
          timeoutMs,
          signal,
          now,
        };
        const { look, kept } = await lookAt(seat, memory?.kept.get(seat.id) ?? nothingKept(), ground);
        memory?.kept.set(seat.id, kept);
        if (look.kind === 'seen') addTo(calls, look.run.calls);
        tell(look);
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
export async function round(roster: Roster, clientsOf: ClientsOf, options: RoundOptions): Promise<Round> {
  const { now = Date.now } = options;
  const began = now();
  const looks = new Map<string, SeatLook>();
  const ways = new Map<string, Seat[]>();
  for (const seat of roster.seats) {
    const way = wayOf(seat.access);
    ways.set(way, [...(ways.get(way) ?? []), seat]);
  }
  const shop: Shop = {
    ...{ clientsOf, options, roster, paces: options.memory?.paces ?? new Map() },
    doors: slots(doorsAtOnce, patienceMs),
    all: slots(seatsAtOnce.all, patienceMs),
    git: slots(gitsAtOnce),
    remoteOf: quickGit(),
    tell(look) {
      looks.set(look.seat, look);
      options.onSeat?.(look);
    },
  };
  const calls = await Promise.all(
    [...ways.values()].map(async (seats) => {
      const counted = await lookInto(seats, shop);
      if (seats[0] !== undefined) options.onWay?.(seats[0].access);
      return counted;
    }),
  );
  return {
    ...{ began, ended: now(), calls },
    looks: roster.seats.flatMap(({ id }) => looks.get(id) ?? []),
  };
}
