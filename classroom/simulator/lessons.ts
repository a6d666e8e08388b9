import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { StepId } from '../../checker/lab/lab.ts';
import type { Desk } from './desk.ts';
import { makeBucket } from './works/bucket.ts';
import { createConnection } from './works/connection.ts';
import { approve, executionOf, questionOf } from './works/execution.ts';
import { makeByConsole, makeByTerminal, release } from './works/pipeline.ts';

/** One step of the lab, as a learner does it. */
export interface Lesson {
  id: StepId;
  /** Minutes that it takes a learner of usual speed. */
  minutes: number;
  learn(desk: Desk): Promise<unknown>;
}

/** Approves the newest execution of what is at the branch; releases it anew where that did not go through. */
export async function deliver(desk: Desk, execution?: string): Promise<void> {
  const commit = await desk.git('rev-parse', 'HEAD');
  const status = await approve(desk, execution ?? (await executionOf(desk, commit)));
  if (status === 'Succeeded') return;
  const again = await approve(desk, await release(desk));
  if (again !== 'Succeeded')
    throw new Error(`${desk.plan.id}: the execution of ${commit} ended as ${status}, then as ${again}`);
}

/** Changes the page, pushes it, and approves what that starts. */
export async function redeploy(desk: Desk, version: number): Promise<void> {
  await desk.push(version);
  await deliver(desk);
}

/** A person comes to the gate when something waits at it. */
const gateAsks = (desk: Desk) =>
  desk.until('a question at the gate', async () => (await questionOf(desk)) ?? undefined);

async function openPage({ s3, names, plan }: Desk): Promise<void> {
  const address = await getSignedUrl(
    s3,
    new GetObjectCommand({ Bucket: names.deployBucket, Key: 'index.html' }),
    { expiresIn: 3600 },
  );
  // Opening a page is a call of S3, too, and may be one too many.
  for (let tries = 0; ; tries++) {
    const answer = await fetch(address);
    await answer.text();
    if (answer.ok) return;
    if (answer.status !== 503 || tries > 60)
      throw new Error(`${plan.id}: the presigned page answered ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, 200 + 20 * tries));
  }
}

export const lessons: readonly Lesson[] = [
  { id: 'step-1', minutes: 10, learn: ({ sts }) => sts.send(new GetCallerIdentityCommand({})) },
  { id: 'step-2', minutes: 12, learn: (desk) => desk.push(1) },
  { id: 'step-3', minutes: 12, learn: (desk) => makeBucket(desk, desk.names.deployBucket) },
  {
    id: 'step-4',
    minutes: 10,
    learn: async (desk) => desk.authorize(await createConnection(desk)),
  },
  {
    id: 'step-5',
    minutes: 25,
    async learn(desk) {
      if (desk.plan.way === 'console') await makeByConsole(desk);
      else await makeByTerminal(desk);
      await gateAsks(desk);
    },
  },
  { id: 'step-6', minutes: 12, learn: (desk) => deliver(desk) },
  { id: 'step-7', minutes: 8, learn: openPage },
  { id: 'step-8', minutes: 15, learn: (desk) => redeploy(desk, 2) },
];
