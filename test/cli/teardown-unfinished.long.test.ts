import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findStep } from '../../checker/steps/index.ts';
import { command as doctor } from '../../cli/commands/doctor.ts';
import { command as next } from '../../cli/commands/next.ts';
import { command as teardown } from '../../cli/commands/teardown.ts';
import type { Command } from '../../cli/framework/command.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { Values } from '../../terminal/command.ts';
import { everything } from '../checker/teardown/teardown-session.ts';
import { runCommand } from '../kit/run-command.ts';
import { userWith } from '../kit/user-with.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab('bucket');
}, 60_000);
afterAll(() => built.close());

it('a confirmed teardown that left something is what doctor, next and step 9 go on with', async () => {
  const lab = await built.open();
  const { accessKeyId, secretAccessKey } = await userWith(lab, 'limited', [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' },
  ]);
  const home = { LAB_HOME: mkdtempSync(join(tmpdir(), 'lab-home-')) };
  const env = { ...lab.env, ...home };
  const limited = { ...env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  const run = async (
    command: Pick<Command, 'run'>,
    values: Values = {},
    used: Record<string, string> = env,
  ) => {
    const { exit, text } = await runCommand(command, values, { env: used });
    return { exit, text: text.replace(/\s+/g, ' ') };
  };
  const step9 = async () => {
    const step = findStep('cleanup');
    const { run: checked } = await runCheck({ values: {}, steps: step === undefined ? [] : [step], env });
    return checked.steps[0]?.findings.filter(({ verdict }) => verdict !== 'pass') ?? [];
  };
  // Before the teardown, the lab is under way.
  expect((await run(next)).text).toContain('Now: step-4 connection');
  const { text } = await run(teardown, { 'dry-run': true }, limited);
  const confirm = /Digest of this plan: ([0-9a-f]{16})/.exec(text)?.[1];
  const failed = await run(teardown, { confirm }, limited);
  expect(failed.exit).toBe(3);
  expect(failed.text).toContain('explicit deny in an identity-based policy. Look for the Deny in');
  expect(failed.text).not.toContain('Needed: s3:DeleteBucket');

  const bucket = `deploy bucket ${lab.names.deployBucket}`;
  const examined = await run(doctor);
  expect(examined.text).toMatch(
    /the teardown that was confirmed at \S+ \S+ UTC is not finished; left: deploy/,
  );
  expect(examined.text).toContain('Go on with it: npx lab teardown --resume');
  expect(examined.text).not.toContain('a run is under way');
  const [finding] = await step9();
  expect(finding).toMatchObject({ check: 'cleanup.bucket', fix: 'npx lab teardown --resume' });
  const seated = await run(next, { account: lab.practice.accountId });
  expect(seated.text).toContain(
    `is not finished. left: ${bucket} To go on with it: npx lab teardown --account`,
  );
  expect(seated.text).not.toContain('Now: step-4');
  expect(JSON.parse((await run(next, { reporter: 'json' })).text).teardown.state).toBe('unfinished');

  const resumed = await run(teardown, { resume: true });
  expect([resumed.exit, [...everything(lab).keys()].filter((key) => key.startsWith('s3/'))]).toEqual([0, []]);
  const after = (await run(next)).text;
  expect(after).toMatch(/The lab is finished and removed: proven by the teardown at \S+ \S+ UTC\./);
  expect(after).toContain('To build the lab again: read labs/steps/step-3-bucket.md');
  expect(await step9()).toEqual([]);
  expect((await run(doctor)).text).toContain('codepipeline-s3-deploy-lab nothing');
}, 120_000);
