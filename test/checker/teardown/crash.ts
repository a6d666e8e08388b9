import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { teardown } from '../../../checker/teardown/index.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { dyingAt, everything, makeBucket, openTeardownSession } from './teardown-session.ts';

/** Calls that change resources. */
export const writes = /^(Delete|Put|Stop|Abort|Detach)/;

/** Runs until the nth call, ends there, and continues with a new instance. Resolves to the calls of the first one. */
export async function dieAndResume(lab: LabAccount, n: number, when: 'before' | 'after'): Promise<string[]> {
  await makeBucket(lab, `${lab.names.deployBucket}-2`);
  const decoy = [...everything(lab)].filter(([key]) => key.includes(`${lab.names.deployBucket}-2`));
  const session = openTeardownSession(lab.practice);
  const dying = dyingAt(session.clients, n, when);
  const first = teardown({ ...session.options, clients: dying.clients });
  const ended = await Promise.race([dying.died, first]);
  const { confirm: _, ...options } = session.options;
  const begun =
    existsSync(session.options.journal) &&
    readFileSync(session.options.journal, 'utf8').includes('"confirmed"');
  const result = ended ?? (await teardown(begun ? { ...options, resume: true } : session.options));
  const where = `${when} call ${n}, ${dying.calls.at(-1)}`;
  expect([where, result.exit, result.verification?.verified]).toEqual([where, 0, true]);
  expect([where, [...everything(lab)]]).toEqual([where, decoy]);
  const second = await teardown(options);
  expect([where, second.state, second.exit]).toEqual([where, 'nothing', 0]);
  session.close();
  return dying.calls;
}
