import { GetPipelineCommand, UpdatePipelineCommand } from '@aws-sdk/client-codepipeline';
import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TeardownOptions, teardown } from '../../../checker/teardown/index.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { labsInStyles, trustOf } from './styles.ts';
import { everything, labTag, makeRole, openTeardownSession, tapped } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

const pipelineRole = 'annas-pipeline-role';
const roleArn = (lab: LabAccount, name: string) => `arn:aws:iam::${lab.practice.accountId}:role/${name}`;

async function letIn(lab: LabAccount, statement: object): Promise<void> {
  const Bucket = lab.names.deployBucket;
  const Resource = `arn:aws:s3:::${Bucket}/*`;
  const Policy = policyDocument([{ Effect: 'Allow', Action: 's3:GetObject', Resource, ...statement }]);
  await lab.clients.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}

/** Lets the lab's pipeline work under another, tagged role. */
async function changeRole(lab: LabAccount): Promise<void> {
  const { pipelines } = lab.clients;
  const Arn = await makeRole(lab, pipelineRole, [labTag]);
  const { pipeline } = await pipelines.send(new GetPipelineCommand({ name: lab.names.pipeline }));
  if (pipeline !== undefined)
    await pipelines.send(new UpdatePipelineCommand({ pipeline: { ...pipeline, roleArn: Arn } }));
}

describe("the role of the lab's pipeline, under a name of its own, in other policies of the lab", () => {
  it('is no user of what goes with it', async () => {
    const lab = await built.open('cli');
    await changeRole(lab);
    await letIn(lab, { Principal: { AWS: roleArn(lab, pipelineRole) } });
    await lab.clients.iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: lab.names.role,
        PolicyDocument: trustOf({ AWS: roleArn(lab, pipelineRole) }),
      }),
    );
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.toDelete.map(({ name }) => name)).toEqual(
      expect.arrayContaining([lab.names.deployBucket, pipelineRole]),
    );
    expect(result.done?.filter(({ state }) => state !== 'deleted')).toEqual([]);
    // Without its pipeline, only the name connects the lab's first role with the lab.
    expect(result.plan?.kept.filter(({ why }) => why.startsWith('also used by'))).toEqual([]);
    session.close();
  });
});

/** Clients that are not allowed to read one role. */
const withoutReading = (name: string) => (options: TeardownOptions) => ({
  ...options,
  clients: tapped(options.clients, async (operation, send) => {
    const answer = send();
    if (operation !== 'GetRole') return answer;
    return answer.catch((error: Error) => {
      if (!error.message.includes(name)) throw error;
      throw Object.assign(new Error('not authorized'), { name: 'AccessDenied' });
    });
  }),
});

describe("a role of the account in the deploy bucket's policy", () => {
  it('is no user if it does not exist', async () => {
    const lab = await built.open('cli');
    await letIn(lab, { Principal: { AWS: roleArn(lab, 'long-gone') } });
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect([result.exit, everything(lab).size]).toEqual([0, 0]);
    session.close();
  });

  it('is a user if it exists, and if it cannot be read', async () => {
    const lab = await built.open('cli');
    await letIn(lab, { Principal: { AWS: roleArn(lab, 'etl') } });
    const session = openTeardownSession(lab.practice);
    const kept = async (options: TeardownOptions) => {
      const { plan } = await teardown({ ...options, dryRun: true });
      return plan?.kept.map(({ resource, why }) => [resource.kind, why]);
    };
    const line = [['deploy-bucket', 'also used by role etl, by its bucket policy']];
    expect(await kept(withoutReading('etl')(session.options))).toEqual(line);
    await makeRole(lab, 'etl');
    expect(await kept(session.options)).toEqual(line);
    session.close();
  });
});

describe('a bucket policy that lets everybody in under a condition', () => {
  it('has a user where the condition names a role of another account', async () => {
    const lab = await built.open('cli');
    const reader = 'arn:aws:iam::999999999999:role/reader';
    await letIn(lab, { Principal: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': reader } } });
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(result.plan?.kept).toMatchObject([
      {
        resource: { id: lab.names.deployBucket },
        why: `also used by aws:PrincipalArn ${reader}, by its bucket policy`,
      },
    ]);
    expect([...everything(lab).keys()]).toContain(`s3/buckets ${lab.names.deployBucket}`);
    session.close();
  });

  it("has none where the condition names only the lab's own role", async () => {
    const lab = await built.open('cli');
    const Condition = { ArnEquals: { 'aws:PrincipalArn': roleArn(lab, lab.names.role) } };
    await letIn(lab, { Principal: '*', Condition });
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect([result.exit, everything(lab).size]).toEqual([0, 0]);
    session.close();
  });
});

it('the identity that runs the teardown is no other user', async () => {
  const lab = await built.open('cli');
  const learner = `arn:aws:iam::${lab.practice.accountId}:user/learner`;
  const RoleName = lab.names.role;
  const PolicyDocument = trustOf({ AWS: learner });
  await lab.clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  const session = openTeardownSession(lab.practice);
  const result = await teardown(session.options);
  expect([result.exit, result.plan?.kept, [...everything(lab).keys()]]).toEqual([0, [], []]);
  session.close();
});
