import { afterAll, beforeAll, expect, it } from 'vitest';
import { breakLab, causesOf, checkStep } from '../../../scenarios/break-lab.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { checkLab } from '../../checker/check-lab.ts';
import { lab as command } from '../../kit/lab-command.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
beforeAll(async () => {
  built = await finishedLab('repository');
  lab = await built.open();
});
afterAll(() => built.close());

it('credentials-none: a terminal without credentials and a HOME without any', async () => {
  const { env } = await breakLab(lab, 'credentials-none');
  const { stdout, exit } = await command(['check', 'step-1', '--reporter', 'json'], env);
  expect(exit).toBe(4);
  expect(causesOf(JSON.parse(stdout))).toEqual(['credentials-none']);
});

it('account-other: lab check stops before it reads, and a board that uses the same check names the cause', async () => {
  const { env, step } = await breakLab(lab, 'account-other');
  await expect(checkStep({ env, step })).rejects.toMatchObject({ exit: 2 });
  const run = await checkLab(lab, '1', { settings: { account: env.LAB_ACCOUNT } });
  expect(causesOf(run)).toEqual(['account-other']);
});

it('session-ending: the check judges the expiry in the environment', async () => {
  const { env, step } = await breakLab(lab, 'session-ending');
  expect(causesOf(await checkStep({ env, step }))).toEqual(['session-ending']);
  const { AWS_CREDENTIAL_EXPIRATION: _, ...silent } = env;
  expect(causesOf(await checkStep({ env: silent, step }))).toEqual([]);
});
