import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { lab } from '../kit/lab-command.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let account: LabAccount;
beforeAll(async () => {
  built = await finishedLab();
  account = await built.open();
});
afterAll(() => built.close());

async function envOfUserWith(policy: string, name: string): Promise<Record<string, string>> {
  const { iam } = account.clients;
  await iam.send(new CreateUserCommand({ UserName: name }));
  await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'lab', PolicyDocument: policy }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return {
    ...account.env,
    AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
  };
}

it('is enough to check all steps, and not enough to change a resource', async () => {
  const policy = (await lab(['policy'], account.env)).stdout;
  const actions = (JSON.parse(policy) as { Statement: { Action: string[] }[] }).Statement[0]?.Action ?? [];
  expect(actions.filter((action) => !/:(Get|List|Simulate)/.test(action))).toEqual([]);
  const env = await envOfUserWith(policy, 'reader');
  expect((await lab(['check', '--all'], env)).exit).toBe(0);
  const plan = JSON.parse((await lab(['teardown', '--dry-run', '--reporter', 'json'], env)).stdout) as {
    digest: string;
  };
  const ended = await lab(['teardown', '--confirm', plan.digest], env);
  expect(ended.exit).toBe(3);
  expect((await lab(['check', '--all'], env)).exit).toBe(0);
});

it('--teardown is enough for the complete teardown', async () => {
  const env = await envOfUserWith((await lab(['policy', '--teardown'], account.env)).stdout, 'sweeper');
  const plan = JSON.parse((await lab(['teardown', '--dry-run', '--reporter', 'json'], env)).stdout) as {
    digest: string;
  };
  const ended = await lab(['teardown', '--confirm', plan.digest], env);
  expect([ended.exit, ended.stderr]).toEqual([0, '']);
  expect((await lab(['check', 'step-9'], env)).exit).toBe(0);
});
