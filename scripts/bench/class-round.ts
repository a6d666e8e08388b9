import { newMemory, round } from '../../classroom/round.ts';
import type { Roster } from '../../classroom/seat.ts';
import { seatAccess } from '../../classroom/seat-access.ts';
import { smallHeap } from '../../classroom/small-heap.ts';
import { resolveTarget } from '../../lab-home/target.ts';

/** What a round came to. */
export interface Measured {
  seconds: number;
  /** When the first seat's answer was there. */
  firstSeconds: number;
  /** Calls to AWS, throttled ones not counted twice. */
  calls: number;
  verdicts: Record<string, number>;
  /** Processor time of this process, for each seat: milliseconds. */
  cpuMs: number;
  /** Peak resident memory of the process so far, in MB. */
  peakMb: number;
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Rounds over a class, in this process: what each took. Prints one line of JSON. */
export async function measureRounds(roster: Roster, rounds: number): Promise<void> {
  const target = await resolveTarget({}, process.env);
  const access = seatAccess(target);
  const memory = rounds > 1 ? { memory: newMemory() } : {};
  const tidy = smallHeap();
  const all: Measured[] = [];
  for (let at = 0; at < rounds; at++) {
    const began = performance.now();
    const cpu = process.cpuUsage();
    let firstSeconds = 0;
    const verdicts: Record<string, number> = {};
    const { calls } = await round(roster, async (way, region) => access.clientsOf({ access: way, region }), {
      ...{ gitUrl: target.gitUrl, onWay: access.rest, ...memory },
      onSeat(look) {
        tidy();
        firstSeconds ||= (performance.now() - began) / 1000;
        const verdict = look.kind === 'seen' ? look.run.verdict : `trouble ${look.trouble.code}`;
        verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      },
    });
    const counted = calls.flatMap((one) => one.calls).filter(({ service }) => service !== 'git');
    all.push({
      seconds: (performance.now() - began) / 1000,
      firstSeconds,
      calls: counted.reduce((sum, { count }) => sum + count, 0),
      verdicts,
      cpuMs: cpuSince(cpu) / roster.seats.length,
      peakMb: process.resourceUsage().maxRSS / 1024,
    });
  }
  access.destroy();
  process.stdout.write(`${JSON.stringify(all)}\n`);
}
