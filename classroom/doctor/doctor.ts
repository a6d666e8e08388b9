import { type CallCount, type Calls, makeCalls } from '../../checker/account/calls.ts';
import type { Clients } from '../../checker/account/clients.ts';
import type { Fact } from '../../checker/account/fact.ts';
import { type Identity, identity } from '../../checker/account/sts.ts';
import { costFinding } from '../../checker/doctor/cost.ts';
import { type Finding, type Verdict, worst } from '../../checker/steps/finding.ts';
import { seatCount } from '../report/words.ts';
import type { Access, Roster, Seat } from '../seat.ts';
import { foreignConnectionsFinding } from './foreign-connections.ts';
import { instructorFindings } from './instructor.ts';
import { quotaFindings } from './quotas.ts';
import { seatFindings } from './seat.ts';

/** Findings about an account and region of the class, or about one seat. */
export interface DoctorSection {
  /** `123456789012 us-east-1`, or the seat's id. */
  id: string;
  title: string;
  verdict: Verdict;
  findings: Finding[];
}

export interface ClassExamination {
  verdict: Verdict;
  accounts: DoctorSection[];
  seats: DoctorSection[];
  calls: CallCount[];
}

interface ExaminationOptions {
  roster: Roster;
  clientsOf(access: Access, region: string): Clients;
  /** How many seats are examined concurrently. */
  concurrency?: number;
  /** Aborts the examination. */
  signal?: AbortSignal;
}

interface SeatCaller {
  seat: Seat;
  calls: Calls;
  caller: Fact<Identity>;
}

/** Runs `work` on each item, `concurrency` at a time. Answers in the order of the items. */
async function mapConcurrently<T, U>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<U>,
): Promise<U[]> {
  const answers: U[] = [];
  const rest = items.entries();
  const worker = async () => {
    for (const [at, item] of rest) answers[at] = await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return answers;
}

const section = (id: string, title: string, findings: Finding[]): DoctorSection => ({
  id,
  title,
  findings,
  verdict: worst(findings.map(({ verdict }) => verdict)),
});

/**
 * Groups seats by the account that answered and by region. The roster alone does not show which seats share
 * one.
 */
function groupByAccountAndRegion(callers: readonly SeatCaller[]): Map<string, SeatCaller[]> {
  const groups = new Map<string, SeatCaller[]>();
  for (const seatCaller of callers) {
    if (seatCaller.caller.state !== 'known') continue;
    const key = `${seatCaller.caller.value.account} ${seatCaller.seat.region}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [seatCaller]);
    else group.push(seatCaller);
  }
  return groups;
}

/**
 * Examines a class's accounts before the day of the class: each account once, and each seat. Makes only read
 * calls. Rejects only on a bug in the kit.
 */
export async function examineClass({
  roster,
  clientsOf,
  concurrency = 6,
  signal,
}: ExaminationOptions): Promise<ClassExamination> {
  const shared = new Map<Clients, Calls>();
  const callsOf = (clients: Clients) => {
    const calls =
      shared.get(clients) ?? makeCalls(clients, { memo: new Map(), ...(signal ? { signal } : {}) });
    shared.set(clients, calls);
    return calls;
  };
  const callers = await mapConcurrently(roster.seats, concurrency, async (seat) => {
    const calls = callsOf(clientsOf(seat.access, seat.region));
    return { seat, calls, caller: await identity(calls) };
  });
  const groups = groupByAccountAndRegion(callers);
  const seatsInAccount = (account: string) =>
    callers.filter(({ caller }) => caller.state === 'known' && caller.value.account === account).length;
  const accounts = await mapConcurrently([...groups], concurrency, async ([key, group]) => {
    const [account = '', region = ''] = key.split(' ');
    const [first] = group;
    if (first === undefined) return section(key, '', []);
    const seats = group.map(({ seat }) => seat);
    const count = { inAccount: seatsInAccount(account), inRegion: seats.length };
    const findings = [
      ...(await instructorFindings(first.seat, first.calls, first.caller)),
      ...(await quotaFindings(count, roster, first.calls)),
      ...(seats.length > 1 ? [await foreignConnectionsFinding(first.calls, seats)] : []),
      {
        ...costFinding,
        found: `${costFinding.expected} a seat, ${seats.length === 1 ? 'once' : `${seats.length} times`}: ${costFinding.found}`,
      },
    ];
    return section(key, `account ${account} in ${region}, ${seatCount(seats.length)}`, findings);
  });
  const seats = await mapConcurrently(callers, concurrency, async ({ seat, calls, caller }) =>
    section(seat.id, seat.name, await seatFindings(seat, roster, calls, caller)),
  );
  const verdicts = [...accounts, ...seats].map(({ verdict }) => verdict);
  return { verdict: worst(verdicts), accounts, seats, calls: sumCalls([...shared.values()]) };
}

/** The number of calls per operation, over all clients. */
function sumCalls(clients: readonly Calls[]): CallCount[] {
  const sums = new Map<string, CallCount>();
  for (const one of clients.flatMap((calls) => calls.counts())) {
    const key = `${one.service} ${one.operation}`;
    sums.set(key, { ...one, count: one.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums].sort(([a], [b]) => a.localeCompare(b)).map(([, one]) => one);
}
