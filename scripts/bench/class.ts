import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Access, Roster, Seat } from '../../classroom/seat.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import type { Milestone } from '../../scenarios/finished-lab/build-lab.ts';
import type { PollMeasurement } from './class-poll.ts';
import { accountName, type ClassServer, roleName, seatName } from './class-server.ts';
import { inKit } from './root.ts';
import { endOf } from './server.ts';
import type { Row } from './table.ts';

const entry = inKit('dist', 'bench.js');
const latency = 50;
const limit = 20;
export const services = ['sts', 's3', 'iam', 'codepipeline', 'codeconnections'];

export type AddRow = (row: Row) => void;

/** Runs this bundle with these arguments. Returns the process, the first line that it prints, and a way to end it. */
export async function startPart(args: string[], env: Record<string, string> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'bench-'));
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env.PATH ?? '', HOME: home, LAB_HOME: home, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const close = async () => {
    await endOf(child);
    rmSync(home, { recursive: true, force: true });
  };
  const line = new Promise<string>((resolve, reject) => {
    let printed = '';
    child.once('exit', (code) => reject(new Error(`bench ${args[0]} ended with ${code}: ${printed}`)));
    child.stdout.on('data', (chunk) => {
      printed += chunk;
      const end = printed.indexOf('\n');
      if (end !== -1) resolve(printed.slice(0, end));
    });
  });
  return { child, line, close };
}

export interface Size {
  accounts: number;
  seatsPerAccount: number;
  milestone: Milestone;
}

export async function withClassServer(
  size: Size,
  task: (server: ClassServer) => Promise<void>,
): Promise<void> {
  const { accounts, seatsPerAccount, milestone } = size;
  const { line, close } = await startPart([
    'class-server',
    milestone,
    String(accounts),
    String(seatsPerAccount),
  ]);
  try {
    await task(JSON.parse(await line) as ClassServer);
  } finally {
    await close();
  }
}

const roleAccess = (account: string): Access => ({
  kind: 'role',
  roleArn: `arn:aws:iam::${account}:role/${roleName}`,
});

/** The roster of the class's first `seats` seats. Each account is accessed through its role. */
export function rosterOf({ seatsPerAccount }: Size, seats: number): Roster {
  const all: Seat[] = Array.from({ length: seats }, (_, at) => ({
    id: seatName(at),
    name: `Learner ${at}`,
    line: at + 1,
    region: 'us-east-1',
    branch: 'main',
    repository: 'octocat/codepipeline-s3-lab',
    access: roleAccess(accountName(Math.floor(at / seatsPerAccount))),
  }));
  return { class: 'bench', pace: {}, seats: all };
}

async function measure(server: ClassServer, roster: Roster, count: number): Promise<PollMeasurement[]> {
  const { child, line, close } = await startPart(['class-poll', String(count)], server.exports);
  child.stdin.end(JSON.stringify(roster));
  try {
    return JSON.parse(await line) as PollMeasurement[];
  } finally {
    await close();
  }
}

/** Throws unless all seats have this verdict: only then does the time of a poll count. */
function requireVerdicts(measured: PollMeasurement, seats: number, verdict: string): void {
  if (measured.verdicts[verdict] !== seats)
    throw new Error(
      `of ${seats} seats: ${JSON.stringify(measured.verdicts)}; expected all to be "${verdict}"`,
    );
}

const measurementText = ({ seconds, calls, firstSeconds }: PollMeasurement, seats: number) =>
  `${seconds.toFixed(1)} s (first seat after ${firstSeconds.toFixed(1)} s), ${(calls / seats).toFixed(1)} calls a seat`;

/** Polls forty seats in one account that accepts at most `limit` calls a second of each service. */
async function benchSharedAccount(milestone: Milestone, verdict: string, addRow: AddRow): Promise<void> {
  const size: Size = { accounts: 1, seatsPerAccount: 40, milestone };
  await withClassServer(size, async (server) => {
    await adminClient(server.exports).setFaultInjection({
      latency,
      limit: Object.fromEntries(services.map((name) => [name, limit])),
    });
    const measured = await measure(server, rosterOf(size, 40), 3);
    for (const [at, one] of measured.entries()) {
      requireVerdicts(one, 40, verdict);
      const bound = at === 0 ? 30 : 10;
      addRow({
        what: `40 seats ${milestone === 'redeploy' ? 'that are done' : 'that wait for approval'}, one account, ${limit} calls/s: round ${at + 1}`,
        measured: measurementText(one, 40),
        bound: `≤ ${bound} s`,
        holds: one.seconds <= bound,
      });
    }
  });
}

/** Measures how many calls a seat costs, for one to forty seats in an account. */
async function benchSeatsPerAccount(addRow: AddRow): Promise<void> {
  const size: Size = { accounts: 1, seatsPerAccount: 40, milestone: 'redeploy' };
  await withClassServer(size, async (server) => {
    const costs: number[] = [];
    for (const seats of [1, 4, 10, 40]) {
      const [first] = await measure(server, rosterOf(size, seats), 1);
      if (first === undefined) throw new Error('nothing was measured');
      requireVerdicts(first, seats, 'pass');
      costs.push(first.calls / seats);
    }
    addRow({
      what: 'calls a seat and first round, with 1, 4, 10 and 40 seats in an account',
      measured: costs.map((cost) => cost.toFixed(1)).join(', '),
      bound: 'falling',
      holds: costs.every((cost, at) => at === 0 || cost < (costs[at - 1] ?? 0)),
    });
  });
}

/** The line through the measured points: least squares. */
function fitLine(points: readonly { x: number; y: number }[]): { at(x: number): number; slope: number } {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const slope =
    points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0) /
    points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
  return { slope, at: (x) => my + slope * (x - mx) };
}

async function benchManyAccounts(addRow: AddRow): Promise<void> {
  const size: Size = { accounts: 100, seatsPerAccount: 10, milestone: 'redeploy' };
  await withClassServer(size, async (server) => {
    await adminClient(server.exports).setFaultInjection({ latency });
    const points: { x: number; y: number }[] = [];
    for (const seats of [100, 300, 1000]) {
      const [first] = await measure(server, rosterOf(size, seats), 1);
      if (first === undefined) throw new Error('nothing was measured');
      requireVerdicts(first, seats, 'pass');
      points.push({ x: seats, y: first.seconds });
      addRow({
        what: `${seats} seats that are done, in ${seats / size.seatsPerAccount} accounts: first round`,
        measured: `${measurementText(first, seats)}, ${first.cpuMs.toFixed(0)} ms of processor a seat, ${first.peakMb.toFixed(0)} MB`,
        ...(seats === 1000
          ? { bound: '≤ 30 s, < 300 MB', holds: first.seconds <= 30 && first.peakMb < 300 }
          : {}),
      });
    }
    const line = fitLine(points);
    addRow({
      what: '10,000 seats in 1,000 accounts, by the slope of these three',
      measured: `${line.at(10_000).toFixed(0)} s (${(line.slope * 1000).toFixed(1)} ms a seat)`,
    });
  });
}

/** Measures what polling a class costs in seconds and calls, with one account and with many. */
export async function benchClass(addRow: AddRow): Promise<void> {
  await benchSeatsPerAccount(addRow);
  await benchSharedAccount('redeploy', 'pass', addRow);
  await benchSharedAccount('pipeline', 'fail', addRow);
  await benchManyAccounts(addRow);
}
