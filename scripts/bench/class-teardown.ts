import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Roster } from '../../classroom/seat.ts';
import { seatAccess } from '../../classroom/seat-access.ts';
import { teardownClass } from '../../classroom/teardown/index.ts';
import { resolveTarget } from '../../lab-home/target.ts';
import { inClass, part, rosterOf, type Size, services, type Tell, weather } from './class.ts';

/** What a teardown came to. */
interface Measured {
  /** From the beginning to the question, and from the yes to the end. */
  seconds: { look: number; remove: number };
  states: Record<string, number>;
  exit: number;
  /** Peak resident memory of the process, in MB. */
  peakMb: number;
}

/** Tears a whole class down, in this process. Prints one line of JSON. */
export async function measureTeardown(roster: Roster): Promise<void> {
  const target = await resolveTarget({}, process.env);
  const access = seatAccess(target, { answerTimeoutMs: 30_000 });
  const home = mkdtempSync(join(tmpdir(), 'bench-teardown-'));
  const began = performance.now();
  let asked = began;
  const torn = await teardownClass({
    ...{ roster, home, target: target.kind },
    clientsOf: async (way, region) => access.clientsOf({ access: way, region }),
    async confirm() {
      asked = performance.now();
      return true;
    },
  });
  access.destroy();
  rmSync(home, { recursive: true, force: true });
  const states: Record<string, number> = {};
  for (const { state } of torn.seats) states[state] = (states[state] ?? 0) + 1;
  const measured: Measured = {
    seconds: { look: (asked - began) / 1000, remove: (performance.now() - asked) / 1000 },
    ...{ states, exit: torn.exit, peakMb: process.resourceUsage().maxRSS / 1024 },
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

/** How long it takes until forty seats of one account, which takes so many calls a second, are seen to be gone. */
export async function benchClassTeardown(tell: Tell): Promise<void> {
  const limit = 20;
  const size: Size = { accounts: 1, seatsPerAccount: 40, stage: 'redeploy' };
  await inClass(size, async (world) => {
    const most = Object.fromEntries(services.map((name) => [name, limit]));
    await weather(world, { latency: 50, limit: most });
    const { child, line, close } = await part(['class-torn'], world.exports);
    child.stdin.end(JSON.stringify(rosterOf(size, 40)));
    try {
      const { seconds, states, exit, peakMb } = JSON.parse(await line) as Measured;
      if (exit !== 0 || states.clean !== 40)
        throw new Error(`it ended with ${exit}: ${JSON.stringify(states)}; expected 40 clean seats`);
      tell({
        what: `teardown of 40 seats that are done, one account, ${limit} calls/s a service`,
        measured: `${seconds.look.toFixed(0)} s to the plan, ${seconds.remove.toFixed(0)} s to the second clean look, ${peakMb.toFixed(0)} MB`,
      });
    } finally {
      await close();
    }
  });
}
