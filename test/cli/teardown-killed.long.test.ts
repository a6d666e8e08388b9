import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import { everything, makeBucket } from '../checker/teardown/teardown-session.ts';
import { type KillMoment, killAtCall } from '../kit/kill-at-call.ts';
import { type CommandResult, lab as labCommand } from '../kit/lab-command.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

const output = ({ exit, stdout, stderr }: CommandResult) => `exit ${exit}\n${stdout}${stderr}`;

/**
 * One teardown that is killed at this moment, and the commands that the user types afterwards. False if it had ended
 * before.
 */
async function killAndResume(moment: KillMoment): Promise<boolean> {
  const lab = await built.open();
  const decoy = `${lab.names.deployBucket}-2`;
  await makeBucket(lab, decoy);
  const theirs = [...everything(lab)].filter(([key]) => key.includes(decoy));
  const home = mkdtempSync(join(tmpdir(), 'killed-'));
  const env = { ...lab.env, HOME: home, LAB_HOME: home };
  const plan = await labCommand(['teardown', '--dry-run'], env);
  const digest = /Digest of this plan: ([0-9a-f]{16})/.exec(plan.stdout)?.[1] ?? output(plan);
  const args = ['teardown', '--confirm', digest];
  const { ended } = await killAtCall(lab.practice.endpoint, env, args, moment);
  const journal = readFileSync(join(home, 'teardown', 'practice-000000000000-us-east-1.jsonl'), 'utf8');
  const confirmed = journal.includes('"confirmed"');
  const again = await labCommand(confirmed ? ['teardown', '--resume'] : args, env);
  const where = `killed at ${JSON.stringify(moment)}`;
  expect([where, again.exit], output(again)).toEqual([where, 0]);
  expect([where, [...everything(lab)]]).toEqual([where, theirs]);
  const last = await labCommand(['teardown'], env);
  expect([where, last.exit, last.stdout.includes('Nothing to delete.')], output(last)).toEqual([
    where,
    0,
    true,
  ]);
  rmSync(home, { recursive: true, force: true });
  return !ended;
}

describe('the command that SIGKILL ends', () => {
  it.each([
    // A teardown has about ten calls that change something, and more than 200 that read.
    ...[false, true].map((answered) => ({ of: 'changes' as const, answered, stride: 1, least: 10 })),
    ...[false, true].map((answered) => ({ of: 'calls' as const, answered, stride: 30, least: 100 })),
  ])(
    'in steps of $stride of its $of (answered: $answered) is resumed to the same result',
    async ({ of, answered, stride, least }) => {
      let next = 1;
      let more = true;
      const worker = async () => {
        while (more) {
          const n = next;
          next += stride;
          if (!(await killAndResume({ n, of, answered }))) more = false;
        }
      };
      await Promise.all([worker(), worker()]);
      // A teardown that makes no calls would prove nothing.
      expect(next).toBeGreaterThan(least);
    },
    900_000,
  );
});
