import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../checker/account/operations.ts';
import { exitCode } from '../../checker/exit.ts';
import { finishedLab, type LabAccount, policyDocument } from '../support/finished-lab.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
beforeAll(async () => {
  built = await finishedLab();
  lab = await built.open();
});
afterAll(() => built.close());

/** A user with just this policy, and a key. */
async function userWith(lab: LabAccount, name: string, statements: object[]) {
  await lab.clients.iam.send(new CreateUserCommand({ UserName: name }));
  await lab.clients.iam.send(
    new PutUserPolicyCommand({ UserName: name, PolicyName: 'p', PolicyDocument: policyDocument(statements) }),
  );
  const { AccessKey } = await lab.clients.iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

const tableActions = Object.values(operations).flatMap((entries) =>
  Object.values(entries).flatMap(({ actions }: { actions: readonly string[] }) => actions),
);

describe('least privilege', () => {
  it('needs no action beyond the table', async () => {
    const key = await userWith(lab, 'reader', [{ Effect: 'Allow', Action: tableActions, Resource: '*' }]);
    const run = await checkLab(lab, '12345678', key);
    expect(faultsOf(run)).toEqual([]);
  });

  it.each([
    ['s3:GetBucketVersioning', ['step-3 unknown bucket.versioned -']],
    ['iam:GetRolePolicy', ['step-5 unknown pipeline.role-policy -']],
    ['codepipeline:GetPipelineState', ['step-5 unknown pipeline.transitions -']],
  ])('without %s just what needs it is unknown, and names it', async (action, found) => {
    const rest = tableActions.filter((one) => one !== action);
    const key = await userWith(lab, action.replace(':', '-'), [
      { Effect: 'Allow', Action: rest, Resource: '*' },
    ]);
    const run = await checkLab(lab, '12345', key);
    expect(faultsOf(run)).toEqual(found);
    expect(exitCode(run)).toBe(3);
    const finding = run.steps
      .flatMap(({ findings }) => findings)
      .find(({ verdict }) => verdict === 'unknown');
    expect(finding?.found).toContain(action);
  });
});
