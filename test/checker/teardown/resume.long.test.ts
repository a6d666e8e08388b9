import { readFileSync } from 'node:fs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notMine, resultText, type TeardownOptions, teardown } from '../../../checker/teardown/index.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { dieAndResume, writes } from './crash.ts';
import {
  everything,
  labTag,
  makeConnection,
  openTeardownSession,
  putDeployedPage,
  tapped,
} from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

describe('a teardown whose process ends', () => {
  it('before or after any call that changes a resource is resumed to the same result', async () => {
    const calls = await dieAndResume(await built.open(), 10_000, 'before');
    const changing = calls.flatMap((operation, index) => (writes.test(operation) ? [index + 1] : []));
    expect(changing.length).toBeGreaterThanOrEqual(10);
    for (const n of changing)
      for (const when of ['before', 'after'] as const) await dieAndResume(await built.open(), n, when);
  }, 240_000);

  it('keeps the proofs that only the pipeline gave', async () => {
    const lab = await built.open();
    const { clients, names } = lab;
    const { DeleteBucketTaggingCommand } = await import('@aws-sdk/client-s3');
    const { UntagRoleCommand } = await import('@aws-sdk/client-iam');
    // Without tags, the name and the pipeline are the two proofs, and the pipeline is deleted first.
    await clients.s3.send(new DeleteBucketTaggingCommand({ Bucket: names.artifactBucket }));
    await clients.iam.send(new UntagRoleCommand({ RoleName: names.role, TagKeys: ['lab'] }));
    const session = openTeardownSession(lab.practice);
    let dead = false;
    const dying = tapped(session.clients, async (operation, send) => {
      if (dead) return new Promise(() => {});
      const answer = await send();
      dead = operation === 'DeletePipeline';
      return answer;
    });
    await new Promise<void>((resolve) => {
      void teardown({
        ...session.options,
        clients: dying,
        onProgress: (event) => event.event === 'done' && event.resource.kind === 'pipeline' && resolve(),
      });
    });
    const result = await teardown({ ...session.options, resume: true });
    expect([result.exit, everything(lab).size]).toEqual([0, 0]);
    session.close();
  });
});

describe('a teardown that is interrupted', () => {
  it('stops between two calls, shows how to continue, and continues from there', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    const stop = new AbortController();
    const calls: string[] = [];
    const clients = tapped(session.clients, async (operation, send) => {
      calls.push(operation);
      if (operation === 'DeletePipeline') stop.abort();
      return send();
    });
    const result = await teardown({ ...session.options, clients, signal: stop.signal });
    expect([result.state, result.exit]).toEqual(['stopped', 130]);
    expect(calls.at(-1)).toBe('DeletePipeline');
    expect(result.done?.map(({ state }) => state)).toEqual(['deleted', ...Array(4).fill('stopped')]);
    const text = resultText(result, session.options.lab, { width: 80 });
    expect(text).toContain('npx lab teardown --resume');
    expect(text).not.toContain('Proven');

    const { confirm: _, ...options } = session.options;
    const resumed = await teardown({ ...options, resume: true });
    expect([resumed.exit, resumed.verification?.verified, everything(lab).size]).toEqual([0, true, 0]);
    expect(resumed.verification?.absent.map(({ kind }) => kind)).toContain('pipeline');
    session.close();
  });

  it('before it began has changed nothing', async () => {
    const lab = await built.open();
    const before = everything(lab);
    const session = openTeardownSession(lab.practice, { signal: AbortSignal.abort() });
    const result = await teardown(session.options);
    expect([result.state, result.exit]).toEqual(['stopped', 130]);
    expect(everything(lab)).toEqual(before);
    session.close();
  });
});

/** Runs a teardown that is interrupted as soon as this call was made. */
async function stopAfter(last: string, options: TeardownOptions): Promise<void> {
  const stop = new AbortController();
  const clients = tapped(options.clients, async (operation, send) => {
    if (operation === last) stop.abort();
    return send();
  });
  expect((await teardown({ ...options, clients, signal: stop.signal })).state).toBe('stopped');
}

const bucketRecords = (lab: LabAccount) =>
  [...everything(lab)].filter(([key]) => key.startsWith('s3/') && key.includes(lab.names.deployBucket));

describe('resuming a teardown', () => {
  it('deletes nothing that the lab did not put there, and leaves the bucket to the user', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    await stopAfter('DeletePipeline', session.options);
    for (const Key of ['thesis.pdf', 'photo.jpg'])
      await lab.clients.s3.send(new PutObjectCommand({ Bucket: lab.names.deployBucket, Key, Body: 'dear' }));
    const kept = bucketRecords(lab);
    const { confirm: _, ...options } = session.options;
    const resumed = await teardown({ ...options, resume: true });
    expect([resumed.state, resumed.exit, resumed.verification?.verified]).toEqual(['done', 3, false]);
    expect(resumed.plan?.kept).toMatchObject([
      { why: 'it contains 2 object versions that the lab did not put there: "photo.jpg", "thesis.pdf"' },
    ]);
    expect(bucketRecords(lab)).toEqual(kept);
    expect([...everything(lab)]).toEqual(kept);
    // Resuming once more changes nothing: only the user's decision does.
    const again = await teardown({ ...options, resume: true });
    expect([again.exit, again.verification?.verified, bucketRecords(lab)]).toEqual([3, false, kept]);
    expect(readFileSync(options.journal, 'utf8')).not.toContain('"proved"');
    const text = resultText(again, options.lab, { width: 80 }).replace(/\s+/g, ' ');
    expect(text).toContain(
      "Not all that was confirmed is deleted. What may be the lab's is listed above: decide about it, then type: npx lab teardown --resume",
    );
    expect((await notMine(options, `arn:aws:s3:::${lab.names.deployBucket}`)).state).toBe('written');
    const settled = await teardown({ ...options, resume: true });
    expect([settled.exit, settled.verification?.verified, bucketRecords(lab)]).toEqual([0, true, kept]);
    session.close();
  });

  it("covers what was confirmed, whatever versions of the lab's page came to it", async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    await stopAfter('DeletePipeline', session.options);
    for (let n = 0; n < 2; n++) await putDeployedPage(lab);
    const { confirm: _, ...options } = session.options;
    const resumed = await teardown({ ...options, resume: true });
    expect([resumed.exit, resumed.verification?.verified, everything(lab).size]).toEqual([0, true, 0]);
    session.close();
  });

  it('requires a new confirmation for a resource that was not in the confirmed plan', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    await stopAfter('DeletePipeline', session.options);
    await makeConnection(lab, lab.names.connection, [labTag]);
    const before = everything(lab);
    const { confirm: _, ...options } = session.options;
    const resumed = await teardown({ ...options, resume: true });
    expect([resumed.state, resumed.exit]).toEqual(['unconfirmed', 2]);
    expect(resumed.differences?.join()).toContain('connection github-codepipeline-lab would go as well now');
    expect(everything(lab)).toEqual(before);
    session.close();
  });

  it('with nothing to resume is as careful as a first run', async () => {
    const lab = await built.open();
    const session = openTeardownSession(lab.practice);
    const { confirm: _, ...options } = session.options;
    const result = await teardown({ ...options, resume: true });
    expect([result.state, result.exit]).toEqual(['unconfirmed', 2]);
    session.close();
  });
});
