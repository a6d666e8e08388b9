import { rmSync } from 'node:fs';
import { StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import {
  DeleteBucketEncryptionCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import { pageHtml } from '../../scenarios/finished-lab/repository.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';
import { bucket } from './misconfigurations/misconfiguration.ts';
import { pipelineAndRelease } from './misconfigurations/pipeline-and-release.ts';
import { repositoryBucketConnection } from './misconfigurations/repository-bucket-connection.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
});
afterAll(() => built.close());

describe('the check of a finished lab', () => {
  it('passes steps 1 to 8 and fails step 9', async () => {
    const lab = await built.open();
    expect(faultsOf(await checkLab(lab, '12345678'))).toEqual([]);
    const cleanup = await checkLab(lab, '9');
    expect(faultsOf(cleanup)).toEqual([
      'step-9 fail cleanup.pipeline pipeline-left',
      'step-9 fail cleanup.bucket bucket-left',
      'step-9 fail cleanup.artifacts artifacts-left',
      'step-9 fail cleanup.connection connection-left',
      'step-9 fail cleanup.role role-left',
    ]);
  });

  it.each([...repositoryBucketConnection, ...pipelineAndRelease])(
    'finds exactly this misconfiguration: $name',
    async ({ breaks, found }) => {
      const lab = await built.open();
      await breaks(lab);
      expect(faultsOf(await checkLab(lab, '12345678'))).toEqual(found);
    },
  );

  it('proves the path from commit to object by downloading both', async () => {
    const lab = await built.open();
    const run = await checkLab(lab, '6');
    const proof = run.steps[0]?.findings.find(({ check }) => check === 'approval.deployed')?.proof ?? [];
    expect(proof.join('\n')).toContain(await lab.git('rev-parse', '--short=8', 'HEAD'));
    expect(proof.join('\n')).toContain('approved by arn:aws:iam::000000000000:user/learner');
    expect(run.calls).toContainEqual({ service: 's3', operation: 'GetObject', count: 2 });
  });

  it('fails if the artifact was replaced', async () => {
    const lab = await built.open();
    const { Versions = [] } = await lab.clients.s3.send(
      new ListObjectVersionsCommand({ Bucket: lab.names.artifactBucket }),
    );
    const { zipSync, strToU8 } = await import('fflate');
    for (const { Key } of Versions) {
      const Body = zipSync({ 'index.html': strToU8(pageHtml(99)) });
      await lab.clients.s3.send(new PutObjectCommand({ Bucket: lab.names.artifactBucket, Key, Body }));
    }
    expect(faultsOf(await checkLab(lab, '6'))).toEqual(['step-6 fail approval.deployed object-not-artifact']);
  });

  it('names the earlier step that broke', async () => {
    const lab = await built.open();
    await lab.clients.s3.send(new DeleteBucketEncryptionCommand(bucket(lab)));
    await lab.clients.s3.send(new DeleteBucketTaggingCommand(bucket(lab)));
    await lab.clients.s3.send(new DeleteObjectCommand({ ...bucket(lab), Key: 'index.html' }));
    const run = await checkLab(lab, '7');
    expect(run.steps[0]?.broken?.map(({ step, check }) => `${step} ${check}`)).toContain(
      'step-3 bucket.tagged',
    );
    rmSync(lab.clone, { recursive: true });
  });

  it('still passes while a second execution waits for its approval', async () => {
    const lab = await built.open();
    await lab.clients.pipelines.send(new StartPipelineExecutionCommand({ name: lab.names.pipeline }));
    // A second execution does not undo what the first ones finished.
    expect(faultsOf(await checkLab(lab, '68'))).toEqual([]);
  });
});
