import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CreateRoleCommand, DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plan, resultText, teardown } from '../../../checker/teardown/index.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import {
  everything,
  labConnection,
  labTag,
  makePipeline,
  openTeardownSession,
  putDeployedPage,
  tapped,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

const addObject = ({ clients: { s3 }, names }: LabAccount, Key: string) =>
  s3.send(new PutObjectCommand({ Bucket: names.deployBucket, Key, Body: 'new' }));

describe('nothing is deleted', () => {
  it('in a dry run, which does not ask for confirmation', async () => {
    const lab = await built.open();
    const before = everything(lab);
    const session = openTeardownSession(lab.practice, {
      dryRun: true,
      confirm: () => Promise.reject(new Error('was asked')),
    });
    const result = await teardown(session.options);
    expect([result.state, result.exit, result.plan?.toDelete.length]).toEqual(['planned', 0, 5]);
    expect(everything(lab)).toEqual(before);
    session.close();
  });

  it('without a confirmation: exits with 2 and shows how to confirm', async () => {
    const lab = await built.open();
    const before = everything(lab);
    const session = openTeardownSession(lab.practice);
    const { confirm: _, ...options } = session.options;
    const result = await teardown(options);
    expect([result.state, result.exit]).toEqual(['unconfirmed', 2]);
    expect(resultText(result, options.lab, { width: 80 })).toContain(`--confirm ${result.plan?.digest}`);
    expect(everything(lab)).toEqual(before);
    session.close();
  });

  it('if the user declines: exits with 1', async () => {
    const lab = await built.open();
    const before = everything(lab);
    const session = openTeardownSession(lab.practice, { confirm: async () => false });
    const result = await teardown(session.options);
    expect([result.state, result.exit]).toEqual(['declined', 1]);
    expect(everything(lab)).toEqual(before);
    session.close();
  });

  it('with the digest of another plan', async () => {
    const lab = await built.open();
    const before = everything(lab);
    const session = openTeardownSession(lab.practice, { confirm: '0123456789abcdef' });
    const result = await teardown(session.options);
    expect([result.state, result.exit]).toEqual(['changed', 1]);
    expect(result.differences?.join()).toContain('no plan with the digest 0123456789abcdef');
    expect(result.differencesOf).toBe('plan');
    expect(everything(lab)).toEqual(before);
    session.close();
  });
});

describe('the digest', () => {
  it('stays the same while the account does, and confirms the plan', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    const first = await teardown({ ...session.options, dryRun: true });
    const second = await plan(session.options);
    expect(second.digest).toBe(first.plan?.digest);
    const result = await teardown({ ...session.options, confirm: second.digest });
    expect([result.state, result.exit, everything(lab).size]).toEqual(['done', 0, 0]);
    session.close();
  });

  it.each([
    [
      "a version of the lab's page came",
      putDeployedPage,
      'deploy bucket cp-s3-deploy-000000000000-us-east-1 held 2 entries, and holds 3 now',
    ],
    [
      "an object came that is not the lab's",
      (lab: LabAccount) => addObject(lab, 'new.html'),
      'deploy bucket cp-s3-deploy-000000000000-us-east-1 would go no more',
    ],
    [
      'the role got a user',
      async (lab: LabAccount) =>
        makePipeline(lab, {
          name: 'newcomer',
          roleArn: `arn:aws:iam::${lab.practice.accountId}:role/${lab.names.role}`,
          connectionArn: await labConnection(lab),
          artifactBucket: lab.names.artifactBucket,
          deployBucket: lab.names.deployBucket,
        }),
      'role codepipeline-s3-deploy-lab-us-east-1 would go no more',
    ],
    [
      'the role lost its policy',
      ({ clients: { iam }, names }: LabAccount) =>
        iam.send(new DeleteRolePolicyCommand({ RoleName: names.role, PolicyName: names.policy })),
      'inline was codepipeline-lab, and is none now',
    ],
  ])('is rejected once %s: exits with 1 and shows the difference', async (_name, change, line) => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    const first = await teardown({ ...session.options, dryRun: true });
    await change(lab);
    const before = everything(lab);
    const result = await teardown({ ...session.options, confirm: first.plan?.digest ?? '' });
    expect([result.state, result.exit]).toEqual(['changed', 1]);
    expect(result.differences?.join('\n')).toContain(line);
    expect(everything(lab)).toEqual(before);
    session.close();
  });

  it.each([
    ["the lab's page came again", putDeployedPage, 'holds 3 now'],
    // The bucket is kept now, so the user has to decide about it.
    [
      'another object came',
      (lab: LabAccount) => addObject(lab, 'new.html'),
      'deploy bucket cp-s3-deploy-000000000000-us-east-1 would go no more',
    ],
  ])('is compared once more after the user confirmed: %s', async (_name, change, line) => {
    const lab = await built.open();
    let before = everything(lab);
    const session = openTeardownSession(lab.practice, {
      confirm: async () => {
        await change(lab);
        before = everything(lab);
        return true;
      },
    });
    const result = await teardown(session.options);
    expect([result.state, result.exit]).toEqual(['changed', 1]);
    expect(result.differences?.join()).toContain(line);
    expect(everything(lab)).toEqual(before);
    session.close();
  });
});

describe('a resource that was recreated under its name after the last scan', () => {
  it('is not deleted: exits with 1', async () => {
    const lab = await built.open();
    const { iam } = lab.clients;
    const RoleName = lab.names.role;
    const session = openTeardownSession(lab.practice);
    const remake = async () => {
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: lab.names.policy }));
      await iam.send(new DeleteRoleCommand({ RoleName }));
      await iam.send(
        new CreateRoleCommand({
          RoleName,
          Tags: [labTag],
          AssumeRolePolicyDocument: policyDocument([
            {
              Effect: 'Allow',
              Principal: { Service: 'codepipeline.amazonaws.com' },
              Action: 'sts:AssumeRole',
            },
          ]),
        }),
      );
    };
    const clients = tapped(session.clients, async (operation, send) => {
      if (operation === 'DeletePipeline') await remake();
      return send();
    });
    const result = await teardown({ ...session.options, clients });
    expect(result.exit).toBe(1);
    expect(result.done?.find(({ resource }) => resource.kind === 'role')).toMatchObject({
      state: 'refused',
      why: 'it was created again since the plan',
    });
    expect([...everything(lab).keys()].filter((key) => key.startsWith('iam/roles'))).toHaveLength(1);
    session.close();
  });
});

describe('a torn journal', () => {
  it('is read up to the torn line', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    mkdirSync(dirname(session.options.journal), { recursive: true });
    writeFileSync(session.options.journal, '{"at":"2026-01-01T00:00:00Z","event":"deleted","ki');
    const result = await teardown(session.options);
    expect([result.exit, existsSync(session.options.journal)]).toEqual([0, true]);
    session.close();
  });
});
