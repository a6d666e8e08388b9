import { GetObjectCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { StepId } from '../../checker/lab/lab.ts';
import { createLabBucket } from './aws-calls/bucket.ts';
import { createConnection } from './aws-calls/connection.ts';
import { approve, executionOfCommit, pendingApproval } from './aws-calls/execution.ts';
import { createFromConsole, createFromTerminal, releaseChange } from './aws-calls/pipeline.ts';
import type { LearnerSession } from './learner-session.ts';

/** The calls with which a simulated learner does one step of the lab. */
export interface StepScript {
  id: StepId;
  /** How many minutes a learner of average speed takes. */
  minutes: number;
  run(learner: LearnerSession): Promise<unknown>;
}

/**
 * Approves the execution of the branch's newest commit. If it does not succeed, releases the change once
 * more.
 */
export async function approveAndWait(learner: LearnerSession, execution?: string): Promise<void> {
  const commit = await learner.git('rev-parse', 'HEAD');
  const status = await approve(learner, execution ?? (await executionOfCommit(learner, commit)));
  if (status === 'Succeeded') return;
  const secondStatus = await approve(learner, await releaseChange(learner));
  if (secondStatus !== 'Succeeded')
    throw new Error(
      `${learner.plan.id}: the execution of ${commit} ended as ${status}, then as ${secondStatus}`,
    );
}

/** Changes the page, pushes it, and approves the execution that the push starts. */
export async function redeploy(learner: LearnerSession, version: number): Promise<void> {
  await learner.push(version);
  await approveAndWait(learner);
}

/** Waits until an approval is pending. */
const waitForApproval = (learner: LearnerSession) =>
  learner.waitFor('a question at the gate', async () => (await pendingApproval(learner)) ?? undefined);

async function openPage({ s3, names, plan }: LearnerSession): Promise<void> {
  const address = await getSignedUrl(
    s3,
    new GetObjectCommand({ Bucket: names.deployBucket, Key: 'index.html' }),
    { expiresIn: 3600 },
  );
  // Opening the page is an S3 call too, so it can be throttled.
  for (let tries = 0; ; tries++) {
    const answer = await fetch(address);
    await answer.text();
    if (answer.ok) return;
    if (answer.status !== 503 || tries > 60)
      throw new Error(`${plan.id}: the presigned page answered ${answer.status}`);
    await new Promise((resolve) => setTimeout(resolve, 200 + 20 * tries));
  }
}

export const stepScripts: readonly StepScript[] = [
  { id: 'step-1', minutes: 10, run: ({ sts }) => sts.send(new GetCallerIdentityCommand({})) },
  { id: 'step-2', minutes: 12, run: (learner) => learner.push(1) },
  { id: 'step-3', minutes: 12, run: (learner) => createLabBucket(learner, learner.names.deployBucket) },
  {
    id: 'step-4',
    minutes: 10,
    run: async (learner) => learner.authorize(await createConnection(learner)),
  },
  {
    id: 'step-5',
    minutes: 25,
    async run(learner) {
      if (learner.plan.method === 'console') await createFromConsole(learner);
      else await createFromTerminal(learner);
      await waitForApproval(learner);
    },
  },
  { id: 'step-6', minutes: 12, run: (learner) => approveAndWait(learner) },
  { id: 'step-7', minutes: 8, run: openPage },
  { id: 'step-8', minutes: 15, run: (learner) => redeploy(learner, 2) },
];
