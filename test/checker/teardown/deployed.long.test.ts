import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ListActionExecutionsCommand } from '@aws-sdk/client-codepipeline';
import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  notMine,
  plansText,
  type TeardownOptions,
  type TeardownResult,
  teardown,
} from '../../../checker/teardown/index.ts';
import { documentOf } from '../../../checker/teardown/report/json.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 90_000);
afterAll(() => built.close());

/** A lab whose deployments are over: whatever is written now was written at another time. */
async function openLab() {
  const lab = await built.open();
  lab.practice.emulator.clock.shiftOffset(10_000);
  return { lab, page: { Bucket: lab.names.deployBucket, Key: 'index.html' } };
}

const keptIn = ({ plan }: TeardownResult, bucket: string) =>
  plan?.kept.find(({ resource }) => resource.id === bucket);

async function dryRun(lab: LabAccount): Promise<TeardownResult> {
  const { options, close } = openTeardownSession(lab.practice, { dryRun: true } as Partial<TeardownOptions>);
  const result = await teardown(options);
  close();
  return result;
}

/** Commits what is in the clone, and lets the pipeline deploy it. */
async function deploy(lab: LabAccount, version: number): Promise<void> {
  await lab.approve(await lab.push(version));
}

describe('an entry of a deployed key', () => {
  it("is not the lab's if it has other content and was written while nothing was deployed", async () => {
    const { lab, page } = await openLab();
    await lab.clients.s3.send(new PutObjectCommand({ ...page, Body: 'my own page' }));
    const result = await dryRun(lab);
    expect(keptIn(result, page.Bucket)).toMatchObject({
      review: 'decide',
      deployed: { keys: ['index.html'] },
      why: 'it contains 1 object version that the lab did not put there: "index.html"',
    });
    expect(result.exit).toBe(3);
  });

  it("is not the lab's if it is an unfinished upload that no deployment began", async () => {
    const { lab, page } = await openLab();
    await lab.clients.s3.send(new CreateMultipartUploadCommand(page));
    expect(keptIn(await dryRun(lab), page.Bucket)?.review).toBe('decide');
  });

  it("is the lab's if it has the content of a deployed file, or is a delete marker", async () => {
    const { lab, page } = await openLab();
    const { s3 } = lab.clients;
    const { Body } = await s3.send(new GetObjectCommand(page));
    await s3.send(new PutObjectCommand({ ...page, Body: (await Body?.transformToByteArray()) ?? '' }));
    await s3.send(new DeleteObjectCommand(page));
    expect(keptIn(await dryRun(lab), page.Bucket)).toBeUndefined();
  });

  it("is the lab's if it was written while a deployment ran, whatever its ETag says of its content", async () => {
    const { lab, page } = await openLab();
    const { actionExecutionDetails = [] } = await lab.clients.pipelines.send(
      new ListActionExecutionsCommand({ pipelineName: lab.names.pipeline }),
    );
    const run = actionExecutionDetails.find(({ stageName }) => stageName === 'Deploy');
    const { clock } = lab.practice.emulator;
    clock.setOffset((run?.lastUpdateTime?.getTime() ?? 0) - Date.now());
    await lab.clients.s3.send(new PutObjectCommand({ ...page, Body: 'as if encrypted with a KMS key' }));
    clock.setOffset(10_000);
    expect(keptIn(await dryRun(lab), page.Bucket)).toBeUndefined();
  });
});

it('a file of an artifact that is gone is unknown, and not reported as put there by someone else', async () => {
  const { lab, page } = await openLab();
  const { s3 } = lab.clients;
  writeFileSync(join(lab.clone, 'about.html'), 'about');
  await deploy(lab, 8);
  const [latest] = await deployActions(lab);
  rmSync(join(lab.clone, 'about.html'));
  await deploy(lab, 9);
  const { bucket: Bucket, key: Key } = latest?.input?.inputArtifacts?.[0]?.s3location ?? {};
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  expect(keptIn(await dryRun(lab), page.Bucket)?.why).toBe(
    'it contains 1 object version, and no record shows who put them there: "about.html"',
  );
}, 60_000);

async function deployActions(lab: LabAccount) {
  const { actionExecutionDetails = [] } = await lab.clients.pipelines.send(
    new ListActionExecutionsCommand({ pipelineName: lab.names.pipeline }),
  );
  return actionExecutionDetails.filter(({ stageName }) => stageName === 'Deploy');
}

it('what the pipeline deployed into a bucket that stays is named, also when the pipeline is gone', async () => {
  const { lab, page } = await openLab();
  const { options, close } = openTeardownSession(lab.practice);
  await notMine(options, `arn:aws:s3:::${page.Bucket}`);
  for (let run = 0; run < 3; run++) {
    const result = await teardown(options);
    const kept = keptIn(result, page.Bucket);
    expect([result.exit, kept?.review, kept?.deployed]).toEqual([
      0,
      'none',
      { versions: 2, keys: ['index.html'] },
    ]);
    const text = result.plan && plansText([result.plan], undefined, { width: 100 });
    expect(text).toContain(
      `     It also keeps 2 object versions that the lab's pipeline deployed: "index.html"\n`,
    );
    expect(documentOf(result, {}, options.lab).kept).toContainEqual(
      expect.objectContaining({ id: page.Bucket, deployed: { versions: 2, keys: ['index.html'] } }),
    );
  }
  close();
});
