import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetPipelineCommand, UpdatePipelineCommand } from '@aws-sdk/client-codepipeline';
import {
  CreateBucketCommand,
  ListBucketsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findStep } from '../../checker/steps/index.ts';
import { command as teardown } from '../../cli/commands/teardown.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import { confirmChange } from '../../scenarios/solve/confirm-change.ts';
import {
  type LearnerEnvironment,
  openLearnerEnvironment,
} from '../../scenarios/solve/learner-environment.ts';
import { resetTo } from '../../scenarios/solve/reset.ts';
import { solveTo } from '../../scenarios/solve/solve.ts';
import type { Io, Values } from '../../terminal/command.ts';

let practice: Practice;
let folder: string;
let io: Io;
let printed: string;
beforeEach(async () => {
  practice = await startPractice({ port: 0 });
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'solve-'));
  mkdirSync(join(folder, 'home'));
  // An installed AWS CLI takes three times as long as the stand-in, and is tried by the demo's test.
  mkdirSync(join(folder, 'bin'));
  const tooOld = '#!/bin/sh\n[ "$1" = --version ] && echo aws-cli/1.0.0 && exit\nexit 252\n';
  writeFileSync(join(folder, 'bin', 'aws'), tooOld, { mode: 0o755 });
  printed = '';
  io = {
    env: {
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      HOME: join(folder, 'home'),
      LAB_HOME: join(folder, '.lab'),
      LAB_REPOSITORY: 'octocat/codepipeline-s3-lab',
      ...practice.exports,
    },
    stdout: (text) => {
      printed += text;
    },
    stderr: () => {},
    interactive: false,
    color: false,
    width: 80,
    signal: new AbortController().signal,
  };
});
afterEach(async () => {
  await practice.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the learner environment, works in it, and closes it. Resolves to the output. */
async function inEnvironment<T>(
  values: Values,
  work: (environment: LearnerEnvironment) => Promise<T>,
): Promise<T> {
  const environment = await openLearnerEnvironment({ values, io, folder });
  try {
    return await work(environment);
  } finally {
    await environment.close();
  }
}

async function solve(step: number, values: Values = {}): Promise<string[]> {
  const lines: string[] = [];
  await inEnvironment(values, (environment) =>
    solveTo(step, environment, values, { line: (text) => lines.push(text.trim()) }),
  );
  return lines;
}

async function verdict(step: number, values: Values = {}): Promise<string> {
  const found = findStep(`step-${step}`);
  const env = { ...io.env, LAB_CLONE: join(folder, 'workspace', 'codepipeline-s3-lab') };
  const { run } = await runCheck({ values, steps: found === undefined ? [] : [found], env });
  return run.verdict;
}

describe('lab solve', () => {
  it('runs the missing commands, leaves what is done, and reports what it did', async () => {
    expect(await solve(4)).toEqual([
      'step-1  is done: Credentials and region',
      'step-2  typing labs/steps/step-2-repository.md',
      'step-3  typing labs/steps/step-3-bucket.md',
      'step-4  typing labs/steps/step-4-connection.md',
    ]);
    expect([await verdict(4), await verdict(5)]).toEqual(['pass', 'fail']);
    const lines = await solve(6);
    expect(lines.slice(0, 4).every((line) => line.includes('is done'))).toBe(true);
    expect(await verdict(6)).toBe('pass');
    expect(readFileSync(join(folder, 'workspace', 'values.sh'), 'utf8')).toContain(
      'export LAB_TARGET="practice"',
    );
  });

  it('works for a seat with its names and tags', async () => {
    const anna = { seat: 'anna' };
    await solve(6, anna);
    expect([await verdict(3, anna), await verdict(5, anna), await verdict(6, anna)]).toEqual([
      'pass',
      'pass',
      'pass',
    ]);
    expect(await verdict(5)).toBe('fail');
  });

  it("stops at a half-done step with the page's line, and shows how to continue", async () => {
    await solve(3);
    const { s3, destroy } = clientsOf(practice, 'us-east-1');
    await s3.send(
      new PutBucketVersioningCommand({
        Bucket: 'cp-s3-deploy-000000000000-us-east-1',
        VersioningConfiguration: { Status: 'Suspended' },
      }),
    );
    destroy();
    // In us-east-1 an owner may create an existing bucket again, so the page succeeds and fixes it.
    expect(await solve(3)).toContain('step-3  typing labs/steps/step-3-bucket.md');
    expect(await verdict(3)).toBe('pass');
    await solve(4);
    writeFileSync(join(folder, 'workspace', 'codepipeline-s3-lab', 'index.html'), 'something else');
    await inEnvironment({}, (environment) =>
      environment.session.run(
        'git -C workspace/codepipeline-s3-lab commit -qam x && git -C workspace/codepipeline-s3-lab push -q origin main',
      ),
    );
    const stopped = solve(5);
    await expect(stopped).rejects.toThrow(/labs\/steps\/step-2-repository\.md:\d+: '.*' ended with/);
    await expect(stopped).rejects.toThrow('npm run check step-2');
  });

  it("keeps another lab's names unchanged: a seat then needs its own folder", async () => {
    await solve(2);
    const names = () => readFileSync(join(folder, 'workspace', 'values.sh'), 'utf8');
    const before = names();
    const seat = (id: string) => ({ seat: id, repository: `octocat/${id}-lab` });
    expect((await solve(3, seat('ben'))).at(-1)).toContain('step-3');
    expect((await solve(2, seat('anna'))).at(-1)).toContain('step-2');
    expect(names()).toBe(before);
    for (const id of ['anna', 'ben'])
      expect(await inEnvironment(seat(id), async (environment) => environment.folder)).toBe(
        join(folder, '.lab', 'seats', id),
      );
    await expect(solve(2, { region: 'eu-west-1' })).rejects.toThrow("values.sh is another lab's");
  });

  it('changes a live account only after its number was typed', async () => {
    await inEnvironment({}, async (environment) => {
      const live: LearnerEnvironment = { ...environment, kind: 'live', account: '123456789012' };
      await expect(confirmChange(live, undefined, io, 'Solving')).rejects.toThrow('--confirm 123456789012');
      await expect(confirmChange(live, '210987654321', io, 'Solving')).rejects.toThrow('expected the number');
      expect(await confirmChange(live, '123456789012', io, 'Solving')).toBe(true);
      expect(await confirmChange(environment, undefined, io, 'Solving')).toBe(true);
    });
  });
});

describe('lab reset', () => {
  it('returns to the state before a step, which can then be done again', async () => {
    await solve(8);
    const digestIn = () =>
      printed
        .match(/Digest of this plan: (\w+)/g)
        ?.at(-1)
        ?.split(' ')
        .at(-1) ?? '';
    const unconfirmed = await inEnvironment({}, (environment) => resetTo(8, environment, {}, io));
    expect([unconfirmed, await verdict(8)]).toEqual([2, 'pass']);
    expect(printed).toContain(`npx lab reset step-8 --confirm ${digestIn()}`);
    await inEnvironment({}, (environment) => resetTo(8, environment, { target: 'practice' }, io));
    expect(printed).toContain(`npx lab reset step-8 --target practice --confirm ${digestIn()}`);
    const values = { confirm: digestIn() };
    expect(await inEnvironment({}, (environment) => resetTo(8, environment, values, io))).toBe(0);
    expect([await verdict(6), await verdict(7), await verdict(8)]).toEqual(['pass', 'pass', 'fail']);
    await solve(8);
    expect(await verdict(8)).toBe('pass');

    await inEnvironment({}, (environment) => resetTo(4, environment, {}, io));
    expect(
      await inEnvironment({}, (environment) => resetTo(4, environment, { confirm: digestIn() }, io)),
    ).toBe(0);
    expect([await verdict(3), await verdict(4)]).toEqual(['pass', 'fail']);
  });

  /** A reset that is confirmed by the digest of the plan that it prints. */
  async function confirmedReset(step: number): Promise<number> {
    printed = '';
    const first = await inEnvironment({}, (environment) => resetTo(step, environment, {}, io));
    if (first !== 2) return first;
    const confirm = /Digest of this plan: (\w+)/.exec(printed)?.[1] ?? '';
    return inEnvironment({}, (environment) => resetTo(step, environment, { confirm }, io));
  }

  const buckets = async ({ s3 }: Pick<ReturnType<typeof clientsOf>, 's3'>) =>
    ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name);

  it('is not stopped by something else about which the user has to decide', async () => {
    await solve(5);
    const { s3, pipelines, destroy } = clientsOf(practice, 'us-east-1');
    // The first is the pipeline's only target, and nothing else connects it with the lab; the second is tagged.
    for (const Bucket of ['my-own-site', 'cp-s3-deploy-000000000000-us-east-1-2'])
      await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(
      new PutBucketTaggingCommand({
        Bucket: 'cp-s3-deploy-000000000000-us-east-1-2',
        Tagging: { TagSet: [{ Key: 'lab', Value: 'codepipeline-lab' }] },
      }),
    );
    const { pipeline } = await pipelines.send(new GetPipelineCommand({ name: 'codepipeline-s3-deploy-lab' }));
    const deploy = pipeline?.stages
      ?.flatMap(({ actions = [] }) => actions)
      .find(({ name }) => name === 'Deploy');
    if (deploy?.configuration !== undefined) deploy.configuration.BucketName = 'my-own-site';
    await pipelines.send(new UpdatePipelineCommand({ pipeline }));
    expect([await confirmedReset(5), await verdict(4), await verdict(5)]).toEqual([0, 'pass', 'fail']);
    expect(await buckets({ s3 })).toEqual(
      expect.arrayContaining(['my-own-site', 'cp-s3-deploy-000000000000-us-east-1-2']),
    );
    expect(printed).toContain('bucket my-own-site');
    expect(printed).not.toContain('us-east-1-2');
    // What the first reset kept does not stop the next one either.
    await solve(6);
    // The new pipeline's first execution waits for its approval.
    expect([await confirmedReset(6), await verdict(5), await verdict(6)]).toEqual([0, 'pass', 'waiting']);
    destroy();
  });

  it("deletes nothing while it is open whether what has the lab's name is the lab's, and takes the answer", async () => {
    await solve(6);
    const { s3, destroy } = clientsOf(practice, 'us-east-1');
    const Bucket = 'cp-s3-deploy-000000000000-us-east-1';
    await s3.send(new PutObjectCommand({ Bucket, Key: 'notes.txt', Body: 'mine' }));
    expect([await confirmedReset(5), await verdict(6)]).toEqual([3, 'pass']);
    const command = `npx lab teardown --region us-east-1 --adopt arn:aws:s3:::${Bucket}`;
    expect(printed).toContain('it contains 1 object version that the lab did not put there: "notes.txt"');
    expect(printed).toContain(command);
    expect(printed).toMatch(/Nothing was deleted: decide first .*\n\n {4}npx lab reset step-5\n$/);
    expect(printed).not.toContain('Digest of this plan');
    const adopt = { region: 'us-east-1', adopt: `arn:aws:s3:::${Bucket}` };
    printed = '';
    expect(await teardown.run(adopt, [], io)).toBe(2);
    const confirm = /--confirm (\w+)/.exec(printed)?.[1] ?? '';
    expect(await teardown.run({ ...adopt, confirm }, [], io)).toBe(0);
    expect([await confirmedReset(5), await verdict(4), await verdict(5)]).toEqual([0, 'pass', 'fail']);
    destroy();
  });
});
