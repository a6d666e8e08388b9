import { CreateAccessKeyCommand, CreateUserCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { teardownActions } from '../../../checker/account/operations/all.ts';
import { plan, plansText, resultText, teardown } from '../../../checker/teardown/index.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { type CallOutcome, proxyTo } from '../../../scripts/support/proxy.ts';
import { everything, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

/** Keys of a user who may perform these actions and no others. */
async function userWith({ clients: { iam } }: LabAccount, ...statements: object[]) {
  await iam.send(new CreateUserCommand({ UserName: 'limited' }));
  await iam.send(
    new PutUserPolicyCommand({
      UserName: 'limited',
      PolicyName: 'limits',
      PolicyDocument: policyDocument(statements),
    }),
  );
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'limited' }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}

const everythingBut = (...Action: string[]) => [
  { Effect: 'Allow', Action: '*', Resource: '*' },
  { Effect: 'Deny', Action, Resource: '*' },
];

describe('a denied read', () => {
  it.each([
    ['codepipeline:GetPipeline', ['pipeline']],
    ['codepipeline:ListTagsForResource', ['pipeline']],
    ['codepipeline:ListPipelineExecutions', ['pipeline']],
    ['codepipeline:ListPipelines', ['deploy-bucket', 'artifact-bucket', 'connection', 'role']],
    ['s3:ListBucket', ['deploy-bucket', 'artifact-bucket']],
    ['s3:GetBucketTagging', ['deploy-bucket', 'artifact-bucket']],
    ['s3:ListBucketVersions', ['deploy-bucket', 'artifact-bucket']],
    ['s3:ListBucketMultipartUploads', ['deploy-bucket', 'artifact-bucket']],
    ['codeconnections:ListConnections', ['connection']],
    ['codeconnections:ListTagsForResource', ['connection']],
    ['iam:GetRole', ['role']],
    ['iam:ListRolePolicies', ['role']],
    ['iam:ListInstanceProfilesForRole', ['role']],
    ['iam:GetPolicy', ['policy']],
  ])('%s: exits with 3, names the action, and reports nothing as clean', async (action, types) => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice, {
      credentials: await userWith(lab, ...everythingBut(action)),
    });
    const before = everything(lab);
    const dry = await teardown({ ...session.options, dryRun: true });
    expect(dry.exit).toBe(3);
    const found = dry.plan;
    const undetermined = new Set(found?.undetermined.map(({ kind }) => kind));
    expect(types.filter((kind) => !undetermined.has(kind as 'role'))).toEqual([]);
    expect(found?.undetermined.every(({ error: callError }) => callError.cause === 'denied')).toBe(true);
    expect(found?.toDelete.filter(({ kind }) => types.includes(kind))).toEqual([]);
    expect(found ? plansText([found], found.digest, { width: 80 }).replace(/\s+/g, ' ') : '').toContain(
      action,
    );
    expect(everything(lab)).toEqual(before);

    const result = await teardown(session.options);
    expect(result.exit).toBe(3);
    const text = resultText(result, session.options.lab, { width: 80 });
    expect(text).not.toMatch(/Proven|Nothing to delete\./);
    session.close();
  });

  it.each([
    ['s3:ListAllMyBuckets', 'the list of buckets'],
    ['iam:ListRoles', 'the list of roles'],
    ['iam:ListPolicies', 'the list of managed policies'],
  ])(
    '%s: limits the search, which the plan says, and the lab is deleted all the same',
    async (action, what) => {
      const lab = await built.open();
      const credentials = await userWith(lab, ...everythingBut(action));
      const session = openTeardownSession(lab.practice, { credentials });
      const result = await teardown(session.options);
      expect(result.plan?.limits).toMatchObject([{ what, why: expect.stringContaining(action) }]);
      const text = result.plan && plansText([result.plan], result.plan.digest, { width: 80 });
      expect(text).toContain('This was not searched for other users or for more of the lab:');
      expect([result.exit, result.verification?.verified, everything(lab).size]).toEqual([0, true, 0]);
      session.close();
    },
  );

  it('of the pipeline keeps everything that the pipeline may still use', async () => {
    const lab = await built.open();
    const credentials = await userWith(lab, ...everythingBut('codepipeline:ListPipelineExecutions'));
    const session = openTeardownSession(lab.practice, { credentials });
    const before = everything(lab);
    const result = await teardown(session.options);
    expect([result.state, result.exit, result.plan?.toDelete]).toEqual(['nothing', 3, []]);
    expect(result.plan?.kept.map(({ why }) => why)).toEqual(
      Array(4).fill('waits until pipeline codepipeline-s3-deploy-lab can be read'),
    );
    expect(everything(lab)).toEqual(before);
    session.close();
  });

  it('is not an absence, even if nothing can be read', async () => {
    const lab = await built.open();
    const credentials = await userWith(lab, { Effect: 'Deny', Action: '*', Resource: '*' });
    const session = openTeardownSession(lab.practice, { credentials });
    const result = await teardown(session.options);
    expect([result.state, result.exit, result.plan?.absent]).toEqual(['nothing', 3, []]);
    session.close();
  });
});

describe('a denied delete', () => {
  it.each([
    ['codepipeline:DeletePipeline', 'pipeline'],
    ['s3:DeleteObjectVersion', 'deploy-bucket'],
    ['s3:DeleteBucket', 'artifact-bucket'],
    ['iam:DeleteRolePolicy', 'role'],
    ['iam:DeleteRole', 'role'],
    ['codeconnections:DeleteConnection', 'connection'],
  ])('%s: exits with 3, reports it, and deletes the rest where allowed', async (action, kind) => {
    const lab = await built.open();
    const credentials = await userWith(lab, ...everythingBut(action));
    const session = openTeardownSession(lab.practice, { credentials, waitMs: 200 });
    const result = await teardown(session.options);
    expect(result.exit).toBe(3);
    const failed = result.done?.find(({ resource }) => resource.kind === kind);
    expect([failed?.state, failed?.error?.cause, failed?.error?.actions]).toEqual([
      'failed',
      'denied',
      expect.arrayContaining([action]),
    ]);
    const states = new Set(result.done?.map(({ state }) => state));
    expect([...states].sort()).toEqual(
      kind === 'pipeline' ? ['failed', 'waiting'] : expect.arrayContaining(['deleted', 'failed']),
    );

    const again = openTeardownSession(lab.practice);
    const cured = await teardown({ ...again.options, journal: session.options.journal });
    expect(cured.exit).toBe(0);
    expect(everything(lab).size).toBe(0);
    again.close();
    session.close();
  });
});

describe("the teardown's policy", () => {
  it('is enough for a complete teardown', async () => {
    const lab = await built.open();
    const credentials = await userWith(lab, { Effect: 'Allow', Action: teardownActions, Resource: '*' });
    const session = openTeardownSession(lab.practice, { credentials });
    await lab.push(3);
    await lab.until(async () =>
      (await plan(session.options)).toDelete[0]?.holds.approvals === 1 ? true : undefined,
    );
    const result = await teardown(session.options);
    expect([result.exit, everything(lab).size]).toEqual([0, 0]);
    session.close();
  });

  it('has no action that no call needs', () => {
    const actions = teardownActions;
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    expect(actions.filter((action) => /:(Create|Update|Start|Put)/.test(action))).toEqual([
      'codepipeline:PutApprovalResult',
      's3:PutBucketPolicy',
    ]);
  });
});

/** Injected faults that are the same in every run. */
function randomFaults(seed: number, outcomeOf: (luck: number, service: string) => CallOutcome) {
  let state = seed;
  return ({ service }: { service: string }) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return outcomeOf(state / 2 ** 31, service);
  };
}

const json = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': 'ThrottlingException' };
const xml = { 'content-type': 'application/xml' };

function throttle(service: string): CallOutcome {
  if (service === 's3')
    return {
      status: 503,
      headers: xml,
      body: '<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>',
    };
  if (service === 'iam' || service === 'sts')
    return {
      status: 400,
      headers: { 'content-type': 'text/xml' },
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    };
  return { status: 400, headers: json, body: '{"__type":"ThrottlingException","message":"Rate exceeded"}' };
}

describe('a teardown with injected faults', () => {
  it.each([
    [
      '30 % throttling',
      1,
      (luck: number, service: string): CallOutcome => (luck < 0.3 ? throttle(service) : 'pass'),
    ],
    [
      '10 % answers of 500',
      2,
      (luck: number): CallOutcome => (luck < 0.1 ? { status: 500, headers: xml, body: '' } : 'pass'),
    ],
    ['10 % connections cut', 3, (luck: number): CallOutcome => (luck < 0.1 ? 'cut' : 'pass')],
  ])('%s: has the same result', async (_name, seed, outcomeOf) => {
    const lab = await built.open();
    const proxy = await proxyTo(lab.practice.endpoint, randomFaults(seed, outcomeOf));
    const session = openTeardownSession(lab.practice, { endpoint: proxy.endpoint });
    const result = await teardown(session.options);
    expect([result.exit, result.verification?.verified, everything(lab).size]).toEqual([0, true, 0]);
    session.close();
    await proxy.close();
  });
});
