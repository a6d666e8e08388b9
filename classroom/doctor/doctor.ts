import { type CallCount, type Calls, makeCalls } from '../../checker/account/calls.ts';
import type { Clients } from '../../checker/account/clients.ts';
import type { Fact } from '../../checker/account/fact.ts';
import { type Identity, identity } from '../../checker/account/sts.ts';
import { costFinding } from '../../checker/doctor/cost.ts';
import { type Finding, type Verdict, worst } from '../../checker/steps/finding.ts';
import { seatCount } from '../report/words.ts';
import type { Roster, Seat } from '../seat.ts';
import { instructorFindings } from './instructor.ts';
import { roomFindings } from './room.ts';
import { seatFindings } from './seat.ts';
import { strangersFinding } from './strangers.ts';

/** Findings about an account and region of the class, or about one seat. */
export interface Place {
  /** `123456789012 us-east-1`, or the seat's id. */
  id: string;
  title: string;
  verdict: Verdict;
  findings: Finding[];
}

export interface ClassExamined {
  verdict: Verdict;
  accounts: Place[];
  seats: Place[];
  calls: CallCount[];
}

interface Request {
  roster: Roster;
  clientsOf(seat: Seat): Clients;
  /** Seats that are looked at side by side. */
  atOnce?: number;
  /** Ends all of it. */
  signal?: AbortSignal;
}

interface Reached {
  seat: Seat;
  calls: Calls;
  who: Fact<Identity>;
}

/** Does the work on each, so many at once, in order. */
async function inTurn<T, U>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<U>,
): Promise<U[]> {
  const answers: U[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [at, item] of rest) answers[at] = await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

const place = (id: string, title: string, findings: Finding[]): Place => ({
  ...{ id, title, findings },
  verdict: worst(findings.map(({ verdict }) => verdict)),
});

/** Seats by the account that answered and their region: only now is it known which share one. */
function grouped(reached: readonly Reached[]): Map<string, Reached[]> {
  const groups = new Map<string, Reached[]>();
  for (const one of reached) {
    if (one.who.state !== 'known') continue;
    const key = `${one.who.value.account} ${one.seat.region}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/**
 * Looks at a class's accounts as an instructor should before the day: each account once, and each seat. It only reads;
 * rejects only for a fault of the kit.
 */
export async function examineClass({
  roster,
  clientsOf,
  atOnce = 6,
  signal,
}: Request): Promise<ClassExamined> {
  const shared = new Map<Clients, Calls>();
  const callsOf = (clients: Clients) => {
    const calls =
      shared.get(clients) ?? makeCalls(clients, { memo: new Map(), ...(signal ? { signal } : {}) });
    shared.set(clients, calls);
    return calls;
  };
  const reached = await inTurn(roster.seats, atOnce, async (seat) => {
    const calls = callsOf(clientsOf(seat));
    return { seat, calls, who: await identity(calls) };
  });
  const groups = grouped(reached);
  const ofAccount = (account: string) =>
    reached.filter(({ who }) => who.state === 'known' && who.value.account === account).length;
  const accounts = await inTurn([...groups], atOnce, async ([key, group]) => {
    const [account = '', region = ''] = key.split(' ');
    const [first] = group;
    if (first === undefined) return place(key, '', []);
    const seats = group.map(({ seat }) => seat);
    const count = { inAccount: ofAccount(account), inRegion: seats.length };
    const findings = [
      ...(await instructorFindings(first.seat, first.calls, first.who)),
      ...(await roomFindings(count, roster, first.calls)),
      ...(seats.length > 1 ? [await strangersFinding(first.calls, seats)] : []),
      {
        ...costFinding,
        found: `${costFinding.expected} a seat, ${seats.length === 1 ? 'once' : `${seats.length} times`}: ${costFinding.found}`,
      },
    ];
    return place(key, `account ${account} in ${region}, ${seatCount(seats.length)}`, findings);
  });
  const seats = await inTurn(reached, atOnce, async ({ seat, calls, who }) =>
    place(seat.id, seat.name, await seatFindings(seat, roster, calls, who)),
  );
  const all = [...accounts, ...seats].map(({ verdict }) => verdict);
  return { verdict: worst(all), accounts, seats, calls: summed([...shared.values()]) };
}

/** Each operation once, with how often it was called in all. */
function summed(all: readonly Calls[]): CallCount[] {
  const sums = new Map<string, CallCount>();
  for (const one of all.flatMap((calls) => calls.counts())) {
    const key = `${one.service} ${one.operation}`;
    sums.set(key, { ...one, count: one.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums].sort(([a], [b]) => a.localeCompare(b)).map(([, one]) => one);
}
