import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeletePipelineCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
} from '@aws-sdk/client-codepipeline';
import { DeleteRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { adminClient } from '../../../practice/admin/client/admin-client.ts';
import { startPractice } from '../../../practice/start.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { git } from '../../kit/git.ts';
import { rawAdminRequest } from '../../kit/raw-admin-request.ts';
import { buckets, type Lab, openLab } from '../services/codepipeline/lab.ts';
import {
  answer,
  approvalToken,
  createPipeline,
  executionsOf,
  name,
  newest,
} from '../services/codepipeline/steps.ts';

let stateDir: string;
let lab: Lab;
beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'snapshots-'));
  lab = await openLab({ stateDir });
});
afterEach(async () => {
  await lab.close();
  rmSync(stateDir, { recursive: true, force: true });
});

const api = () => adminClient(lab.practice.exports);
const take = async () => (await api().takeSnapshot()).id;

async function remoteHead(): Promise<string> {
  const url = `${lab.practice.exports.LAB_GIT_URL}/octo/site.git`;
  const stdout = await git({ cwd: stateDir, home: stateDir }, 'ls-remote', url, 'refs/heads/main');
  return stdout.slice(0, 40);
}

const executionCount = async () =>
  (await lab.pipelines.send(new ListPipelineExecutionsCommand({ pipelineName: name })))
    .pipelineExecutionSummaries?.length;

it('restores records, bytes, indexes, repositories and the engine, any number of times', async () => {
  lab.available();
  const commit = await lab.push({ 'index.html': 'first' }, 'First');
  await createPipeline(lab);
  const token = await approvalToken(lab);
  const page = { Bucket: buckets.deploy, Key: 'by-hand' };
  await lab.s3.send(new PutObjectCommand({ ...page, Body: 'then' }));
  const id = await take();
  const listing = async () => {
    const { Versions } = await lab.s3.send(new ListObjectVersionsCommand({ Bucket: buckets.deploy }));
    return Versions?.map(({ Key, VersionId }) => `${Key} ${VersionId}`);
  };
  const before = await listing();

  for (const round of ['one', 'two']) {
    await lab.s3.send(new PutObjectCommand({ ...page, Body: `later, ${round}` }));
    await answer(lab, token);
    await newest(lab, 'Succeeded');
    expect((await lab.s3.send(new ListObjectsV2Command({ Bucket: buckets.deploy }))).KeyCount).toBe(2);
    await lab.push({ 'index.html': round }, round);
    await approvalToken(lab);
    await lab.s3.send(new CreateBucketCommand({ Bucket: `made-later-${round}` }));
    const policy = { RoleName: 'pipeline-role', PolicyName: 'pipeline' };
    await lab.iam.send(new DeleteRolePolicyCommand(policy));
    await lab.pipelines.send(new DeletePipelineCommand({ name }));
    expect(await remoteHead()).not.toBe(commit);

    expect((await rawAdminRequest(lab.practice, 'POST', 'restore', { id })).status).toBe(200);

    expect(await remoteHead()).toBe(commit);
    expect(await listing()).toEqual(before);
    const { Body } = await lab.s3.send(new GetObjectCommand(page));
    expect(await Body?.transformToString()).toBe('then');
    await expect(lab.s3.send(new HeadBucketCommand({ Bucket: `made-later-${round}` }))).rejects.toMatchObject(
      { name: 'NotFound' },
    );
    const { PolicyNames } = await lab.iam.send(new ListRolePoliciesCommand({ RoleName: 'pipeline-role' }));
    expect(PolicyNames).toEqual(['pipeline']);
    // The approval waits with its old token, and can be responded to again.
    expect(await approvalToken(lab)).toBe(token);
    expect(await executionCount()).toBe(1);
  }
});

it('is the state that a restart has', async () => {
  lab.available();
  const commit = await lab.push({ 'index.html': 'first' }, 'First');
  await createPipeline(lab);
  const token = await approvalToken(lab);
  const id = await take();
  await answer(lab, token);
  await lab.push({ 'index.html': 'second' }, 'Second');
  await api().restoreSnapshot({ id });
  await lab.practice.close();
  expect(existsSync(join(stateDir, 'snapshots'))).toBe(false);

  lab = { ...lab, practice: await startPractice({ port: 0, stateDir }) };
  const clients = clientsOf(lab.practice);
  lab = { ...lab, pipelines: clients.pipelines, s3: clients.s3 };
  expect(await remoteHead()).toBe(commit);
  expect(await approvalToken(lab)).toBe(token);
  expect((await executionsOf(lab)).map(({ status }) => status)).toEqual(['InProgress']);
  clients.destroy();
});

it('accepts pushes after a restore', async () => {
  lab.available();
  await lab.push({ 'index.html': 'first' }, 'First');
  await createPipeline(lab);
  await approvalToken(lab);
  const id = await take();
  await api().restoreSnapshot({ id });
  const second = await lab.push({ 'index.html': 'second' }, 'Second');
  expect(await remoteHead()).toBe(second);
  expect(await executionCount()).toBe(2);
});

it('removes a repository that was created later, and returns it with a later snapshot', async () => {
  const early = await take();
  const commit = await lab.push({ 'index.html': 'first' }, 'First');
  const late = await take();
  await api().restoreSnapshot({ id: early });
  await expect(remoteHead()).rejects.toThrow(/not found/);
  await api().restoreSnapshot({ id: late });
  expect(await remoteHead()).toBe(commit);
});

it('waits for running work', async () => {
  lab.available();
  await lab.push({ 'index.html': 'first' }, 'First');
  const id = await take();
  const calls = Array.from({ length: 20 }, (_, n) =>
    lab.s3.send(new PutObjectCommand({ Bucket: buckets.deploy, Key: `k${n}`, Body: 'x'.repeat(100_000) })),
  );
  await createPipeline(lab);
  const [restored] = await Promise.all([api().restoreSnapshot({ id }), ...calls]);
  expect(restored).toEqual({ id });
  // Every object is complete or absent, and no result of the pipeline arrived after the restore.
  const { Contents = [] } = await lab.s3.send(new ListObjectsV2Command({ Bucket: buckets.deploy }));
  for (const { Key } of Contents)
    await (
      await lab.s3.send(new GetObjectCommand({ Bucket: buckets.deploy, Key }))
    ).Body?.transformToString();
  expect((await lab.pipelines.send(new ListPipelinesCommand({}))).pipelines).toEqual([]);
  const artifacts = await lab.s3.send(new ListObjectsV2Command({ Bucket: buckets.artifacts }));
  expect(artifacts.KeyCount).toBe(0);
});

it('lists and deletes snapshots, and names the existing ones', async () => {
  const [one, two] = [await take(), await take()];
  expect(await api().snapshots()).toEqual({ snapshots: [one, two] });
  expect(await api().dropSnapshot({ id: one })).toEqual({ snapshots: [two] });
  expect(readdirSync(join(stateDir, 'snapshots'))).toEqual([two]);
  await expect(api().restoreSnapshot({ id: one })).rejects.toMatchObject({
    name: 'AdminError',
    status: 404,
    code: 'NoSuchSnapshot',
    request: 'POST /_admin/restore',
    message: `There is no snapshot ${one} (there: ${two}).`,
  });
  expect((await rawAdminRequest(lab.practice, 'POST', 'restore', {})).json.error).toBe(
    'id is missing; expected the id of a snapshot.',
  );
  expect((await rawAdminRequest(lab.practice, 'POST', 'snapshot', { name: 'x' })).json.error).toContain(
    '"name" is not known here',
  );
});
