import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetPipelineCommand,
  ListActionExecutionsCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CreateConnectionCommand,
  DeleteConnectionCommand,
} from '../../checker/account/connections-client.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { repository } from '../../scenarios/finished-lab/repository.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

// States that look right but are wrong, and states that look wrong but are right.

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
beforeAll(async () => {
  built = await finishedLab();
});
afterAll(() => built.close());

const open = async () => {
  lab = await built.open();
  return lab;
};
const firstFinding = async (step: string, settings: Record<string, unknown> = {}) => {
  const run = await checkLab(lab, step, { settings });
  return run.steps[0]?.findings.find(({ verdict }) => verdict !== 'pass');
};

/** The artifact that the latest deploy action read. */
async function artifact() {
  const { actionExecutionDetails = [] } = await lab.clients.pipelines.send(
    new ListActionExecutionsCommand({ pipelineName: lab.names.pipeline }),
  );
  const deploy = actionExecutionDetails.find(({ input }) => input?.actionTypeId?.category === 'Deploy');
  const { bucket = '', key = '' } = deploy?.input?.inputArtifacts?.[0]?.s3location ?? {};
  return { Bucket: bucket, Key: key };
}

describe('a pipeline whose connection is pending', () => {
  it('fails step 5, and step 6 points back to the handshake', async () => {
    await open();
    const { pipeline } = await lab.clients.pipelines.send(
      new GetPipelineCommand({ name: lab.names.pipeline }),
    );
    const configuration = pipeline?.stages?.[0]?.actions?.[0]?.configuration ?? {};
    await lab.clients.connections.send(
      new DeleteConnectionCommand({ ConnectionArn: configuration.ConnectionArn ?? '' }),
    );
    const { ConnectionArn = '' } = await lab.clients.connections.send(
      new CreateConnectionCommand({ ConnectionName: lab.names.connection, ProviderType: 'GitHub' }),
    );
    Object.assign(configuration, { ConnectionArn });
    await lab.clients.pipelines.send(new UpdatePipelineCommand({ pipeline }));
    // The role's statement names the deleted connection, which is a misconfiguration of its own.
    expect(faultsOf(await checkLab(lab, '45'))).toEqual([
      'step-4 waiting connection.available connection-pending',
      'step-5 waiting pipeline.source-connection connection-pending',
      'step-5 fail pipeline.role-policy role-lacks-connection',
    ]);
    const run = await checkLab(lab, '5');
    expect(run.steps[0]?.broken).toEqual([
      expect.objectContaining({ step: 'step-4', check: 'connection.available', verdict: 'waiting' }),
    ]);
  });
});

describe('a clone of another repository', () => {
  it('is named and not judged', async () => {
    await open();
    const folder = mkdtempSync(join(tmpdir(), 'sceptic-'));
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@b', ...args]);
    git('init', '--quiet', '--initial-branch=main');
    git('remote', 'add', 'origin', 'https://me:secret@github.com/somebody/else.git');
    writeFileSync(join(folder, 'a'), 'a');
    git('add', '.');
    git('commit', '--quiet', '-m', 'Another thing');
    const run = await checkLab(lab, '2', { settings: { clone: folder } });
    const finding = run.steps[0]?.findings.find(({ check }) => check === 'repository.clone');
    expect(run.verdict).toBe('pass');
    expect(finding?.found).toContain('is a clone of https://github.com/somebody/else.git, not of');
    for (const url of [
      `git@github.com:${repository.toUpperCase()}.git`,
      `ssh://git@github.com/${repository}/`,
    ]) {
      git('remote', 'set-url', 'origin', url);
      expect(faultsOf(await checkLab(lab, '2', { settings: { clone: folder } }))).toEqual([
        'step-2 fail repository.clone clone-ahead',
      ]);
    }
    rmSync(folder, { recursive: true });
  });
});

describe('an artifact', () => {
  it('has its own finding if it is missing, if it is no zip, and if its content differs', async () => {
    await open();
    const at = await artifact();
    const foundText = async () => {
      const finding = await firstFinding('6');
      expect(finding?.cause).toBe('object-not-artifact');
      return finding?.found;
    };
    await lab.clients.s3.send(new PutObjectCommand({ ...at, Body: 'no zip at all' }));
    expect(await foundText()).toContain('is no zip');
    // An empty archive: only its end record.
    const empty = Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)]);
    await lab.clients.s3.send(new PutObjectCommand({ ...at, Body: empty }));
    expect(await foundText()).toContain('holds no index.html at its root');
    await lab.clients.s3.send(new DeleteObjectCommand(at));
    expect(await foundText()).toContain('is gone (NoSuchKey)');
  });
});

describe('a manual upload in the seconds of the deploy', () => {
  it("before the pipeline's write of the same key is not attributed to the pipeline", async () => {
    await open();
    const commit = await lab.push(3);
    // S3 reports whole seconds: this upload is within the time of the deploy action that follows at once.
    await lab.clients.s3.send(
      new PutObjectCommand({ Bucket: lab.names.deployBucket, Key: 'index.html', Body: 'by hand' }),
    );
    await lab.approve(commit);
    expect(faultsOf(await checkLab(lab, '68'))).toEqual([]);
    await lab.clients.s3.send(
      new PutObjectCommand({ Bucket: lab.names.deployBucket, Key: 'index.html', Body: 'by hand' }),
    );
    expect(faultsOf(await checkLab(lab, '6'))).toEqual(['step-6 fail approval.deployed object-by-hand']);
  });
});

describe('a push that starts no execution', () => {
  it('is waiting for two minutes, unless the pipeline ignores pushes', async () => {
    const early = await finishedLab('approval');
    lab = await early.open();
    const { pipeline } = await lab.clients.pipelines.send(
      new GetPipelineCommand({ name: lab.names.pipeline }),
    );
    const ConnectionArn = pipeline?.stages?.[0]?.actions?.[0]?.configuration?.ConnectionArn ?? '';
    await lab.clients.connections.send(new DeleteConnectionCommand({ ConnectionArn }));
    await lab.push(2);
    const waits = await checkLab(lab, '8');
    expect(faultsOf(waits)).toEqual(['step-8 waiting redeploy.pushed -']);
    expect(waits.steps[0]?.broken?.map(({ step, check }) => `${step} ${check}`)).toContain(
      'step-4 connection.exists',
    );
    const later = await checkLab(lab, '8', { now: Date.now() + 180_000 });
    expect(faultsOf(later)).toEqual(['step-8 fail redeploy.pushed detection-off']);
    await early.close();
  });
});
