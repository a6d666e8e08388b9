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

/** A class whose process ends at its nth call and is continued by another. Resolves to the calls of the first. */
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

describe("a class's teardown whose process ends", () => {
  it('after any call that changes a resource, and before some, is resumed to the same result', async () => {
    const calls = await dieAndResume(Number.POSITIVE_INFINITY, 'before');
    const changing = calls.flatMap((operation, at) => (writes.test(operation) ? [at + 1] : []));
    // Two pipelines, four buckets with their contents, two roles with their policies, two connections.
    expect(changing.length).toBeGreaterThanOrEqual(20);
    for (const n of changing) await dieAndResume(n, 'after');
    // Between the answer to one change and the next one, only the journal differs.
    for (const n of changing.filter((_, at) => at % 4 === 0)) await dieAndResume(n, 'before');
  }, 900_000);

  it('at the confirmation or during a scan has deleted nothing and starts again', async () => {
    for (const n of [1, 2, 10, 25, 40]) await dieAndResume(n, 'after');
  });
});
