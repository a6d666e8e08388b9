import {
  DeletePipelineCommand,
  GetPipelineCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { AttachRolePolicyCommand, CreatePolicyCommand, UntagRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketTaggingCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notMine, type plan, teardown } from '../../../checker/teardown/index.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { addNeighbor } from './neighbor.ts';
import { consolePolicyArn, consoleRole, labsInStyles, sharedBucket } from './styles.ts';
import {
  added,
  everything,
  labTag,
  makeBucket,
  makeConnection,
  makeRole,
  openTeardownSession,
  tapped,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

describe("a neighbor's untagged connection with the lab's name, which a check's record names", () => {
  it.each(['cli', 'console'] as const)('stays until the user decides (%s)', async (style) => {
    const lab = await built.open(style);
    const before = everything(lab);
    const connectionArn = await makeConnection(lab, lab.names.connection);
    const theirs = [...added(before, everything(lab))];
    const session = openTeardownSession(lab.practice, { record: { connectionArn } });
    const result = await teardown(session.options);
    expect(result.plan?.kept.filter(({ resource }) => resource.kind === 'connection')).toMatchObject([
      {
        resource: { id: connectionArn },
        review: 'decide',
        why: "only one fact connects it with the lab: its name is the lab's",
      },
    ]);
    expect([result.exit, result.verification?.verified]).toEqual([3, false]);
    expect([...everything(lab)].filter(([key]) => key.startsWith('codeconnections'))).toEqual(theirs);
    session.close();
  });

  it.each(['cli', 'wizard'] as const)(
    "stays as the neighbor's, whose pipeline uses it (%s)",
    async (style) => {
      const lab = await built.open(style);
      const connectionArn = await makeConnection(lab, lab.names.connection);
      await addNeighbor(lab, { connectionArn });
      const session = openTeardownSession(lab.practice, { record: { connectionArn } });
      const result = await teardown(session.options);
      expect(result.plan?.kept.filter(({ resource }) => resource.kind === 'connection')).toMatchObject([
        { resource: { id: connectionArn }, review: 'none', why: 'also used by pipeline neighbour' },
      ]);
      expect([result.exit, result.verification?.verified]).toEqual([0, true]);
      session.close();
    },
  );
});

describe("a check's record of what has nothing of the lab", () => {
  it('proves nothing, and lists what the lab may have used: all of it stays', async () => {
    const lab = await built.open('cli');
    const before = everything(lab);
    await makeBucket(lab, 'company-files');
    const roleArn = await makeRole(lab, 'company-role');
    const connectionArn = await makeConnection(lab, 'company-connection');
    const PolicyDocument = policyDocument([{ Effect: 'Allow', Action: 's3:*', Resource: '*' }]);
    const { Policy } = await lab.clients.iam.send(
      new CreatePolicyCommand({ PolicyName: 'company-policy', PolicyDocument }),
    );
    const theirs = added(before, everything(lab));
    const record = {
      bucket: 'company-files',
      artifactBucket: 'company-files',
      connectionArn,
      roleName: 'company-role',
      policyArns: [Policy?.Arn ?? ''],
    };
    const session = openTeardownSession(lab.practice, { record });
    const result = await teardown(session.options);
    expect([result.exit, everything(lab)]).toEqual([3, theirs]);
    // The policy of a role that nothing else connects with the lab is the company's.
    expect(result.plan?.kept.map(({ resource, review, why }) => [resource.id, review, why])).toEqual(
      ['company-files', connectionArn, roleArn].map((id) => [
        id,
        'decide',
        'an earlier check saw the lab use it',
      ]),
    );
    session.close();
  });

  it("is no second proof for what has only the lab's name", async () => {
    const lab = await built.open('wizard');
    const { pipelines } = lab.clients;
    await pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
    const before = everything(lab);
    const record = {
      bucket: lab.names.deployBucket,
      pipeline: lab.names.pipeline,
      roleName: consoleRole(lab),
      policyArns: [consolePolicyArn(lab)],
    };
    const session = openTeardownSession(lab.practice, { record });
    const result = await teardown(session.options);
    expect([result.exit, result.plan?.toDelete, everything(lab)]).toEqual([3, [], before]);
    session.close();
  });
});

describe('a second plain run', () => {
  it('lists all that the first listed and that still exists, for the same reason', async () => {
    const lab = await built.open('console');
    const { iam, s3 } = lab.clients;
    const company = policyDocument([{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }]);
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'company-logging', PolicyDocument: company }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: consoleRole(lab), PolicyArn: Policy?.Arn }));
    await makeConnection(lab, lab.names.connection);
    await makeConnection(lab, 'github-codepipelin-lab');
    await makeRole(lab, 'unlike', [labTag]);
    await s3.send(new PutObjectCommand({ Bucket: lab.names.deployBucket, Key: 'thesis.pdf', Body: 'dear' }));
    const { options, close } = openTeardownSession(lab.practice);
    const listed = ({ kept }: Awaited<ReturnType<typeof plan>>) =>
      kept.map(({ resource, review }) => [resource.id, review]);
    const first = await teardown(options);
    const expected = first.plan && listed(first.plan);
    expect(expected).toHaveLength(6);
    for (let run = 0; run < 3; run++) {
      const again = await teardown(options);
      // The console's shared bucket was the store of a pipeline that is gone, and stays listed all the same.
      expect([again.exit, again.plan && listed(again.plan)]).toEqual([3, expected]);
      for (const { why } of again.plan?.kept ?? []) expect(why.length).toBeLessThan(150);
    }
    close();
  });

  it('still lists what lost the only thing that connected it with the lab, and does not repeat the reason', async () => {
    const lab = await built.open('cli');
    const Bucket = 'cp-s3-delpoy-000000000000-us-east-1';
    await lab.clients.s3.send(new CreateBucketCommand({ Bucket }));
    await lab.clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [labTag] } }));
    const { options, close } = openTeardownSession(lab.practice);
    expect((await teardown(options)).exit).toBe(3);
    await lab.clients.s3.send(new DeleteBucketTaggingCommand({ Bucket }));
    const whys = [];
    for (let run = 0; run < 3; run++) {
      const { exit, plan: found } = await teardown(options);
      whys.push([exit, found?.kept.map(({ why, review }) => [why, review])]);
    }
    expect(whys).toEqual(Array(3).fill([3, [["its name is almost the lab's", 'decide']]]));
    close();
  });

  it('after one that was limited to some types lists the others again', async () => {
    const lab = await built.open('wizard');
    const roleArn = await makeRole(lab, 'my-own-role', [labTag]);
    const { options, close } = openTeardownSession(lab.practice);
    await teardown(options);
    await lab.clients.iam.send(new UntagRoleCommand({ RoleName: 'my-own-role', TagKeys: [labTag.Key] }));
    await teardown({ ...options, only: ['connection'] });
    const { plan: found, exit } = await teardown(options);
    expect([exit, found?.kept.map(({ resource, review }) => [resource.id, review])]).toEqual([
      3,
      [
        [sharedBucket, 'none'],
        [roleArn, 'decide'],
      ],
    ]);
    close();
  });
});

describe('a tagged artifact bucket that only the pipeline named', () => {
  /** A lab whose artifacts are in a bucket with a name of the learner's. */
  async function withOwnStore() {
    const lab = await built.open('cli');
    const { pipelines, s3 } = lab.clients;
    await s3.send(new CreateBucketCommand({ Bucket: 'own-store' }));
    const TagSet = [labTag];
    await s3.send(new PutBucketTaggingCommand({ Bucket: 'own-store', Tagging: { TagSet } }));
    const { pipeline } = await pipelines.send(new GetPipelineCommand({ name: lab.names.pipeline }));
    if (pipeline?.artifactStore) pipeline.artifactStore.location = 'own-store';
    await pipelines.send(new UpdatePipelineCommand({ pipeline }));
    const Key = 'codepipeline-s3-depl/SourceArti/abc';
    await s3.send(new PutObjectCommand({ Bucket: 'own-store', Key, Body: 'zip' }));
    return lab;
  }

  it('is deleted by a resumed teardown, too', async () => {
    const lab = await withOwnStore();
    const { options, close } = openTeardownSession(lab.practice);
    const stop = new AbortController();
    const clients = tapped(options.clients, async (operation, send) => {
      if (operation === 'DeletePipeline') stop.abort();
      return send();
    });
    expect((await teardown({ ...options, clients, signal: stop.signal })).exit).toBe(130);
    const { confirm: _, ...plain } = options;
    const resumed = await teardown({ ...plain, resume: true });
    expect([resumed.exit, resumed.verification?.verified, everything(lab).size]).toEqual([0, true, 0]);
    close();
  });

  it("stays the user's if it was declared not to be the lab's", async () => {
    const lab = await withOwnStore();
    const { options, close } = openTeardownSession(lab.practice);
    await notMine(options, 'arn:aws:s3:::own-store');
    for (let run = 0; run < 2; run++) {
      const result = await teardown(options);
      expect([result.exit, result.plan?.kept.map(({ resource, review }) => [resource.id, review])]).toEqual([
        0,
        [['own-store', 'none']],
      ]);
    }
    close();
  });
});
