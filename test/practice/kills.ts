import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { mortal } from './killed.ts';
import { allExecutions, approve, compare, nothing, prepare, writeUntilItFails } from './writers.ts';

/**
 * Kills the account again and again while clients write to it. After each restart it compares what was acknowledged
 * with what exists. At the end every execution must end. Stops killing when the time is over. Resolves to the number of
 * kills and of acknowledged writes.
 */
export async function surviveKills(kills: number, withinMs = Number.POSITIVE_INFINITY) {
  const end = performance.now() + withinMs;
  const account = mortal();
  const done = nothing();
  let killed = 0;
  try {
    await account.start();
    await prepare(account);
    while (killed < kills && performance.now() < end) {
      const writing = writeUntilItFails(account, done);
      await wait(300 + Math.random() * 1200);
      await account.kill();
      await writing;
      killed += 1;
      await account.start();
      await compare(account, done);
    }
    // The engine resumed what was running: after the responses to the approvals, no execution is open.
    for (;;) {
      await approve(account, done).catch(() => undefined);
      const open = (await allExecutions(account)).filter(({ status }) => status === 'InProgress');
      if (open.length === 0) break;
      await wait(50);
    }
    const ends = new Map((await allExecutions(account)).map((one) => [one.pipelineExecutionId, one.status]));
    for (const id of done.approved) expect(ends.get(id), id).toBe('Succeeded');
    expect([...new Set(ends.values())].sort()).toEqual(['Succeeded', 'Superseded']);
    return { killed, done };
  } finally {
    await account.close();
  }
}
