import { DeletePipelineCommand, UntagResourceCommand } from '@aws-sdk/client-codepipeline';
import { DeleteRoleCommand, DeleteRolePolicyCommand, UntagRoleCommand } from '@aws-sdk/client-iam';
import { DeleteBucketCommand, DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeleteConnectionCommand, ListConnectionsCommand } from '../../checker/account/connections-client.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { proxyTo } from '../../scripts/support/proxy.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
});
afterAll(() => built.close());

async function removeBucket(lab: LabAccount, Bucket: string): Promise<void> {
  const { s3 } = lab.clients;
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
  await s3.send(new DeleteBucketCommand({ Bucket }));
}

async function removeConnections(lab: LabAccount): Promise<void> {
  const { Connections = [] } = await lab.clients.connections.send(new ListConnectionsCommand({}));
  for (const { ConnectionArn } of Connections) {
    await lab.clients.connections.send(new DeleteConnectionCommand({ ConnectionArn }));
  }
}

async function removeRole({ clients, names }: LabAccount): Promise<void> {
  await clients.iam.send(new DeleteRolePolicyCommand({ RoleName: names.role, PolicyName: names.policy }));
  await clients.iam.send(new DeleteRoleCommand({ RoleName: names.role }));
}

describe('the cleanup step', () => {
  it('passes only if every resource was seen to be gone and a lab existed', async () => {
    const lab = await built.open();
    const seen = (await checkLab(lab, '12345678')).seen ?? {};
    const remaining = async () => faultsOf(await checkLab(lab, '9', { record: seen }));
    await lab.clients.pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
    expect(await remaining()).not.toContain('step-9 fail cleanup.pipeline pipeline-left');
    await removeBucket(lab, lab.names.deployBucket);
    await removeConnections(lab);
    await removeRole(lab);
    expect(await remaining()).toEqual(['step-9 fail cleanup.artifacts artifacts-left']);
    await removeBucket(lab, lab.names.artifactBucket);
    expect(await remaining()).toEqual([]);
    expect(faultsOf(await checkLab(lab, '9'))).toEqual(['step-9 waiting cleanup.record -']);
  });

  it('remembers without a record which resources it saw', async () => {
    const lab = await built.open();
    const seen = (await checkLab(lab, '9')).seen;
    expect(seen).toMatchObject({
      pipeline: lab.names.pipeline,
      bucket: lab.names.deployBucket,
      roleName: lab.names.role,
    });
  });

  it("is unknown about the artifacts if the region's pipelines may not be listed", async () => {
    const lab = await built.open();
    const body = JSON.stringify({ __type: 'AccessDeniedException', message: 'no' });
    const proxy = await proxyTo(lab.practice.endpoint, ({ headers }) =>
      String(headers['x-amz-target']).endsWith('.ListPipelines') ? { status: 400, body } : 'pass',
    );
    const settings = { names: { artifactBucket: 'another-bucket-for-artifacts' } };
    const record = { artifactBucket: lab.names.artifactBucket };
    const run = await checkLab(lab, '9', { endpoint: proxy.endpoint, settings, record });
    await proxy.close();
    expect(faultsOf(run)).toContain('step-9 unknown cleanup.artifacts -');
  });

  it('leaves to the user what only a tag or the record connects with the lab', async () => {
    const names = {
      deployBucket: 'my-own-page',
      artifactBucket: 'my-own-artifacts',
      connection: 'to-github',
      pipeline: 'from-git-to-s3',
      role: 'pipeline-does-it',
      policy: 'it-may',
    };
    const own = await finishedLab('redeploy', { names });
    try {
      const lab = await own.open();
      const { pipelines, iam } = lab.clients;
      // The derived names differ from all of these. What the pipeline uses stays as long as the pipeline does.
      const run = await checkLab(lab, '9');
      expect(faultsOf(run)).toEqual(['step-9 fail cleanup.pipeline pipeline-left']);
      const finding = run.steps[0]?.findings.find(({ verdict }) => verdict === 'fail');
      expect(finding?.found).toBe(
        "from-git-to-s3 may be the lab's: only one fact connects it with the lab: it is tagged lab=codepipeline-lab",
      );
      const arn = 'arn:aws:codepipeline:us-east-1:000000000000:from-git-to-s3';
      expect(finding?.fix).toBe(
        `npx lab teardown --adopt ${arn} (if it is not the lab's: --not-mine in place of --adopt)`,
      );
      // Without a tag, only the record names it.
      await pipelines.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ['lab'] }));
      await iam.send(new UntagRoleCommand({ RoleName: names.role, TagKeys: ['lab'] }));
      expect(faultsOf(await checkLab(lab, '9'))).toEqual(['step-9 waiting cleanup.record -']);
      const record = {
        pipeline: names.pipeline,
        roleName: names.role,
        artifactBucket: names.artifactBucket,
      };
      expect(faultsOf(await checkLab(lab, '9', { record }))).toEqual([
        'step-9 fail cleanup.pipeline pipeline-left',
      ]);
      await pipelines.send(new DeletePipelineCommand({ name: names.pipeline }));
      expect(faultsOf(await checkLab(lab, '9', { record }))).toEqual([
        'step-9 fail cleanup.bucket bucket-left',
        'step-9 fail cleanup.artifacts artifacts-left',
        'step-9 fail cleanup.connection connection-left',
        'step-9 fail cleanup.role role-left',
      ]);
    } finally {
      await own.close();
    }
  });

  it('finds nothing of its own in another lab, whatever a record says', async () => {
    const lab = await built.open();
    const { pipeline, role: roleName, artifactBucket } = lab.names;
    // Everything is tagged as the lab of nobody's seat.
    const run = await checkLab(lab, '9', {
      record: { pipeline, roleName, artifactBucket },
      settings: { seat: 'ada' },
    });
    expect(faultsOf(run)).toEqual([]);
  });
});
