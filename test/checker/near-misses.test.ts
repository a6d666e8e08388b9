import {
  CreatePipelineCommand,
  DeletePipelineCommand,
  GetPipelineCommand,
} from '@aws-sdk/client-codepipeline';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateConnectionCommand,
  DeleteConnectionCommand,
  ListConnectionsCommand,
} from '../../checker/account/connections-client.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab('pipeline');
});
afterAll(() => built.close());

const foundIn = async (lab: LabAccount, step: string, settings: Record<string, unknown> = {}) => {
  const run = await checkLab(lab, step, { settings });
  const finding = run.steps[0]?.findings.find(({ verdict }) => verdict !== 'pass');
  return { faults: faultsOf(run), found: finding?.found ?? '', fix: finding?.fix ?? '' };
};

async function removeConnections(lab: LabAccount): Promise<void> {
  const { Connections = [] } = await lab.clients.connections.send(new ListConnectionsCommand({}));
  for (const { ConnectionArn } of Connections) {
    await lab.clients.connections.send(new DeleteConnectionCommand({ ConnectionArn }));
  }
}

describe('a near miss names the resource that was found instead', () => {
  it('a connection of another name', async () => {
    const lab = await built.open();
    await removeConnections(lab);
    await lab.clients.connections.send(
      new CreateConnectionCommand({ ConnectionName: 'my-connection', ProviderType: 'GitHub' }),
    );
    const { faults, found } = await foundIn(lab, '4');
    expect(faults).toEqual(['step-4 fail connection.exists connection-other-name']);
    expect(found).toContain('my-connection');
  });

  it('the connection in another region', async () => {
    const lab = await built.open();
    await removeConnections(lab);
    // us-east-1 is the default of most tools: a check of a lab in another region also reads there.
    const { faults, found } = await foundIn(lab, '4', { region: 'eu-west-1' });
    expect(faults).toEqual(['step-4 fail connection.exists connection-missing']);
    expect(found).not.toContain('us-east-1');
    await lab.clients.connections.send(
      new CreateConnectionCommand({ ConnectionName: lab.names.connection, ProviderType: 'GitHub' }),
    );
    const again = await foundIn(lab, '4', { region: 'eu-west-1' });
    expect(again.faults).toEqual(['step-4 fail connection.exists connection-other-region']);
    expect(again.found).toContain('us-east-1');
  });

  it('the bucket in another region', async () => {
    const lab = await built.open();
    const Bucket = lab.names.deployBucket;
    const { Versions = [] } = await lab.clients.s3.send(new ListObjectVersionsCommand({ Bucket }));
    for (const { Key, VersionId } of Versions) {
      await lab.clients.s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    }
    await lab.clients.s3.send(new DeleteBucketCommand({ Bucket }));
    const elsewhere = clientsOf(lab.practice, 'eu-west-1');
    await elsewhere.s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    );
    elsewhere.destroy();
    const { faults, fix } = await foundIn(lab, '3');
    expect(faults).toContain('step-3 fail bucket.region bucket-other-region');
    // The check reads the bucket in its own region, so the other checks are judged too.
    expect(faults).toContain('step-3 fail bucket.versioned versioning-off');
    expect(fix).toContain('eu-west-1');
  });

  it('a pipeline of another name', async () => {
    const lab = await built.open();
    const { pipeline } = await lab.clients.pipelines.send(
      new GetPipelineCommand({ name: lab.names.pipeline }),
    );
    await lab.clients.pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
    await lab.clients.pipelines.send(
      new CreatePipelineCommand({ pipeline: { ...pipeline, name: 'my-codepipeline', version: 1 } as never }),
    );
    const { faults, found } = await foundIn(lab, '5');
    expect(faults).toEqual(['step-5 fail pipeline.exists pipeline-other-name']);
    expect(found).toContain('my-codepipeline');
  });

  it('the pipeline in another region', async () => {
    const lab = await built.open();
    const { faults, found } = await foundIn(lab, '5', { region: 'eu-west-1' });
    expect(faults).toEqual(['step-5 fail pipeline.exists pipeline-other-region']);
    expect(found).toContain('us-east-1');
  });

  it('a missing repository, and no repository setting', async () => {
    const lab = await built.open();
    const { faults, fix } = await foundIn(lab, '2', { repository: 'octocat/typo' });
    expect(faults).toEqual(['step-2 fail repository.branch repository-missing']);
    expect(fix).toContain('github.com/new');
    const none = await foundIn(lab, '2', { repository: undefined });
    expect(none.faults).toEqual(['step-2 fail repository.branch repository-missing']);
    expect(none.fix).toContain('lab init');
  });

  it('the names of another seat', async () => {
    const lab = await built.open();
    const { faults } = await foundIn(lab, '345', { seat: 'ada' });
    expect(faults).toEqual([
      'step-3 fail bucket.exists bucket-missing',
      'step-4 fail connection.exists connection-other-name',
      'step-5 fail pipeline.exists pipeline-other-name',
    ]);
  });
});
