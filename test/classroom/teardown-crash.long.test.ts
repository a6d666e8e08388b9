import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classJournalFile } from '../../classroom/teardown/journal.ts';
import { startPractice } from '../../practice/start.ts';
import { writes } from '../checker/teardown/crash.ts';
import { dyingAt } from '../checker/teardown/teardown-session.ts';
import { allRecords, createSeatResources } from '../kit/class-lab.ts';
import { classTeardown, differing, sharedSeats, states } from '../kit/class-teardown.ts';
import { accessTo } from '../kit/roster.ts';

const ids = ['s1', 's1-x'];

let root: string;
let untouched: Map<string, string>;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'class-crash-'));
  const practice = await startPractice({ port: 0, stateDir: join(root, 'built') });
  await createSeatResources(practice, 's10', 'role');
  untouched = allRecords(practice);
  for (const id of ids) await createSeatResources(practice, id);
  await practice.close();
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A class whose process dies at its nth call, and is gone on with by another; answers the calls of the first. */
async function dieAndResume(n: number, when: 'before' | 'after'): Promise<string[]> {
  const stateDir = join(root, `${n}-${when}`);
  cpSync(join(root, 'built'), stateDir, { recursive: true });
  const practice = await startPractice({ port: 0, stateDir });
  const accounts = accessTo(practice);
  const clients = await accounts.clientsOf({ kind: 'shared' }, practice.region);
  try {
    const { run, unattended: alone, home } = classTeardown(practice, sharedSeats([...ids, 'away']));
    const dying = dyingAt(clients, n, when);
    const ended = await Promise.race([dying.died, run({ clientsOf: async () => dying.clients })]);
    const journal = classJournalFile(home, 'spring', 'practice');
    const begun = existsSync(journal) && readFileSync(journal, 'utf8').includes('"confirmed"');
    const result = ended ?? (begun ? await alone({ resume: true }) : await run());
    const where = `${when} call ${n}, ${dying.calls.at(-1)}`;
    expect([where, result.exit, states(result)]).toEqual([
      where,
      0,
      { s1: 'clean', 's1-x': 'clean', away: 'not-begun' },
    ]);
    expect([where, differing(untouched, allRecords(practice))]).toEqual([where, []]);
    return dying.calls;
  } finally {
    accounts.close();
    await practice.close();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

describe('a class’s teardown that dies', () => {
  it('at any call that changes something, before or after it, is resumed to the same end', async () => {
    const calls = await dieAndResume(Number.POSITIVE_INFINITY, 'before');
    const changing = calls.flatMap((operation, at) => (writes.test(operation) ? [at + 1] : []));
    // Two pipelines, four buckets with what is in them, two roles with their policies, two connections.
    expect(changing.length).toBeGreaterThanOrEqual(20);
    for (const n of changing) for (const when of ['before', 'after'] as const) await dieAndResume(n, when);
  }, 900_000);

  it('at the question, or in the middle of a look, has deleted nothing, and is begun anew', async () => {
    for (const n of [1, 2, 10, 25, 40]) await dieAndResume(n, 'after');
  });
});
