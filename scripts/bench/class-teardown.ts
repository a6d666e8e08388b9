import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClientPool } from '../../classroom/account-pool/client-pool.ts';
import type { Roster } from '../../classroom/seat.ts';
import { teardownClass } from '../../classroom/teardown/index.ts';
import { resolveTarget } from '../../lab-home/target.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { type AddRow, rosterOf, type Size, services, startPart, withClassServer } from './class.ts';

/** The measurements of a teardown. */
interface TeardownMeasurement {
  /** Seconds from the start to the prompt, and from the confirmation to the end. */
  seconds: { scan: number; remove: number };
  states: Record<string, number>;
  exit: number;
  /** Peak resident memory of the process, in MB. */
  peakMb: number;
}

/** Tears a whole class down, in this process. Prints one line of JSON. */
export async function measureTeardown(roster: Roster): Promise<void> {
  const target = await resolveTarget({}, process.env);
  const pool = openClientPool(target, { answerTimeoutMs: 30_000 });
  const home = mkdtempSync(join(tmpdir(), 'bench-teardown-'));
  const startedAt = performance.now();
  let plannedAt = startedAt;
  const result = await teardownClass({
    roster,
    home,
    target: target.kind,
    clientsOf: pool.clientsOf,
    async confirm() {
      plannedAt = performance.now();
      return true;
    },
  });
  pool.destroy();
  rmSync(home, { recursive: true, force: true });
  const states: Record<string, number> = {};
  for (const { state } of result.seats) states[state] = (states[state] ?? 0) + 1;
  const measured: TeardownMeasurement = {
    seconds: { scan: (plannedAt - startedAt) / 1000, remove: (performance.now() - plannedAt) / 1000 },
    states,
    exit: result.exit,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

/** Measures the teardown of forty seats in one account that accepts at most `limit` calls a second. */
export async function benchClassTeardown(addRow: AddRow): Promise<void> {
  const limit = 20;
  const size: Size = { accounts: 1, seatsPerAccount: 40, milestone: 'redeploy' };
  await withClassServer(size, async (server) => {
    const limits = Object.fromEntries(services.map((name) => [name, limit]));
    await adminClient(server.exports).setFaultInjection({ latency: 50, limit: limits });
    const { child, line, close } = await startPart(['class-teardown-process'], server.exports);
    child.stdin.end(JSON.stringify(rosterOf(size, 40)));
    try {
      const { seconds, states, exit, peakMb } = JSON.parse(await line) as TeardownMeasurement;
      if (exit !== 0 || states.clean !== 40)
        throw new Error(`it ended with ${exit}: ${JSON.stringify(states)}; expected 40 clean seats`);
      addRow({
        what: `teardown of 40 seats that are done, one account, ${limit} calls/s a service`,
        measured: `${seconds.scan.toFixed(0)} s to the plan, ${seconds.remove.toFixed(0)} s to the second clean look, ${peakMb.toFixed(0)} MB`,
      });
    } finally {
      await close();
    }
  });
}
