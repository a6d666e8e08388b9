import { openClientPool } from '../../classroom/account-pool/client-pool.ts';
import { heapLimiter } from '../../classroom/heap-limiter.ts';
import { newMemory, pollClass } from '../../classroom/poll.ts';
import type { Roster } from '../../classroom/seat.ts';
import { resolveTarget } from '../../lab-home/target.ts';

/** The measurements of one poll. */
export interface PollMeasurement {
  seconds: number;
  /** Seconds until the first seat's result. */
  firstSeconds: number;
  /** Calls to AWS. A throttled call counts once. */
  calls: number;
  verdicts: Record<string, number>;
  /** Processor time of this process per seat, in milliseconds. */
  cpuMs: number;
  /** Peak resident memory of the process so far, in MB. */
  peakMb: number;
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Polls a class `polls` times in this process. Prints the measurements as one line of JSON. */
export async function measurePolls(roster: Roster, polls: number): Promise<void> {
  const target = await resolveTarget({}, process.env);
  const pool = openClientPool(target);
  const memory = polls > 1 ? { memory: newMemory() } : {};
  const limitHeap = heapLimiter();
  const all: PollMeasurement[] = [];
  for (let at = 0; at < polls; at++) {
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    let firstSeconds = 0;
    const verdicts: Record<string, number> = {};
    const { calls } = await pollClass(roster, pool.clientsOf, {
      gitUrl: target.gitUrl,
      onAccessDone: pool.release,
      ...memory,
      onSeat(polled) {
        limitHeap();
        firstSeconds ||= (performance.now() - startedAt) / 1000;
        const verdict = polled.kind === 'seen' ? polled.run.verdict : `trouble ${polled.error.code}`;
        verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      },
    });
    const counted = calls.flatMap((one) => one.calls).filter(({ service }) => service !== 'git');
    all.push({
      seconds: (performance.now() - startedAt) / 1000,
      firstSeconds,
      calls: counted.reduce((sum, { count }) => sum + count, 0),
      verdicts,
      cpuMs: cpuSince(cpu) / roster.seats.length,
      peakMb: process.resourceUsage().maxRSS / 1024,
    });
  }
  pool.destroy();
  process.stdout.write(`${JSON.stringify(all)}\n`);
}
