import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam';
import { afterEach, describe, expect, it } from 'vitest';
import { policyFor } from '../../checker/account/policy.ts';
import { labActions } from '../../checker/doctor/lab-actions.ts';
import { runPages } from '../../labs/runner/run-pages.ts';
import { startPractice } from '../../practice/start.ts';
import { finishHandshake, readStepsWithValues } from '../../scenarios/course.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import { createSandbox, type PracticeAccess } from '../../scenarios/sandbox.ts';

const repository = 'octocat/codepipeline-s3-lab';
const pages = readStepsWithValues({ region: 'us-east-1', repository });

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Runs the nine pages' commands as printed, as a user with only this policy. */
async function runPagesAs(actions: readonly string[]): Promise<void> {
  const practice = await startPractice({ port: 0 });
  closers.push(() => practice.close());
  const clients = clientsOf(practice);
  closers.push(() => clients.destroy());
  const user = { UserName: 'doer' };
  const PolicyDocument = JSON.stringify(policyFor('DoTheLab', actions));
  await clients.iam.send(new CreateUserCommand(user));
  const { Policy } = await clients.iam.send(
    new CreatePolicyCommand({ PolicyName: 'do-the-lab', PolicyDocument }),
  );
  await clients.iam.send(new AttachUserPolicyCommand({ ...user, PolicyArn: Policy?.Arn }));
  const { AccessKey } = await clients.iam.send(new CreateAccessKeyCommand(user));
  const running: PracticeAccess = {
    accountId: practice.accountId,
    region: practice.region,
    endpoint: practice.endpoint,
    exports: {
      ...practice.exports,
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    },
  };
  const sandbox = await createSandbox({
    env: process.env,
    cli: 'stand-in',
    repository,
    running,
    onInternalError: (error) => {
      throw error;
    },
  });
  closers.push(() => sandbox.close());
  await runPages(pages, sandbox.session, {
    authorize: (name) => finishHandshake(practice.exports, name),
  });
}

describe('lab policy --lab', () => {
  it('is enough for every command of the nine pages', () => runPagesAs(labActions));

  it.each([
    ['iam:PassRole', /step-5-pipeline\.md:\d+: .*iam:PassRole/s],
    ['codepipeline:PutApprovalResult', /step-6-approval\.md:\d+: .*codepipeline:PutApprovalResult/s],
  ])("without %s is not enough, and the page's command reports it", async (action, words) => {
    await expect(runPagesAs(labActions.filter((one) => one !== action))).rejects.toThrow(words);
  });
});
