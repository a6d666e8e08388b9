import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TeardownResult, teardown } from '../../../checker/teardown/teardown.ts';
import { createBucket } from '../../../scenarios/finished-lab/build-lab.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { proxyTo } from '../../../scripts/support/proxy.ts';
import { everything, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab('bucket');
}, 60_000);
afterAll(() => built.close());

/** What lies under the pipeline's prefix is the lab's, whatever its key. */
const prefix = 'codepipeline-s3-depl/';

/** A lab with both buckets and nothing else. */
async function openLab(): Promise<LabAccount> {
  const lab = await built.open();
  await createBucket(lab, lab.names.artifactBucket);
  return lab;
}

const put = ({ clients: { s3 }, names }: LabAccount, key: string, Body = 'x') =>
  s3.send(new PutObjectCommand({ Bucket: names.artifactBucket, Key: `${prefix}${key}`, Body }));

const remove = ({ clients: { s3 }, names }: LabAccount, key: string) =>
  s3.send(new DeleteObjectCommand({ Bucket: names.artifactBucket, Key: `${prefix}${key}` }));

async function versioning({ clients: { s3 }, names }: LabAccount, Status: 'Enabled' | 'Suspended') {
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: names.artifactBucket, VersioningConfiguration: { Status } }),
  );
}

const contentsOf = ({ plan }: TeardownResult) =>
  plan?.toDelete.find(({ kind }) => kind === 'artifact-bucket')?.contents;

/** Writes records into the store without a client, for numbers that would take a client too long. */
async function fill(lab: LabAccount, count: number, operation: 'PutObject' | 'DeleteObject', key: string) {
  const arn = `arn:aws:iam::${lab.practice.accountId}:root`;
  for (let index = 0; index < count; index++)
    await lab.practice.emulator.invoke({
      service: 's3',
      operation,
      region: lab.practice.region,
      caller: { kind: 'root', accountId: lab.practice.accountId, arn, userId: 'root', principalArn: arn },
      input: { Bucket: lab.names.artifactBucket, Key: `${prefix}${key.replace('#', String(index))}` },
    });
}

const s3Left = (lab: LabAccount) => [...everything(lab).keys()].filter((key) => key.startsWith('s3/'));

describe('a bucket is deleted with', () => {
  it('versions, delete markers and null versions, also of one key', async () => {
    const lab = await openLab();
    await put(lab, 'kept.txt', 'one');
    await put(lab, 'kept.txt', 'two');
    await remove(lab, 'kept.txt');
    await versioning(lab, 'Suspended');
    await put(lab, 'kept.txt', 'null version');
    await put(lab, 'plain.txt');
    await remove(lab, 'never-there.txt');
    await versioning(lab, 'Enabled');
    await put(lab, 'kept.txt', 'three');
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    const contents = contentsOf(result);
    expect([contents?.versions, contents?.markers]).toEqual([5, 2]);
    expect([result.exit, s3Left(lab)]).toEqual([0, []]);
    session.close();
  });

  it('delete markers alone', async () => {
    const lab = await openLab();
    await remove(lab, 'a');
    const session = openTeardownSession(lab.practice);
    expect((await teardown(session.options)).exit).toBe(0);
    expect(s3Left(lab)).toEqual([]);
    session.close();
  });

  it('thousands of mixed entries, one key of which spans pages', async () => {
    const lab = await openLab();
    await fill(lab, 600, 'PutObject', 'spread/#');
    await fill(lab, 1_300, 'PutObject', 'one key');
    await fill(lab, 700, 'DeleteObject', 'one key');
    await fill(lab, 600, 'DeleteObject', 'spread/#');
    const seen: number[] = [];
    const session = openTeardownSession(lab.practice, {
      onProgress: (event) => {
        if (event.event === 'emptying') seen.push(event.done);
      },
    });
    const result = await teardown(session.options);
    const contents = contentsOf(result);
    expect([contents?.versions, contents?.markers]).toEqual([1_900, 1_300]);
    expect([result.exit, s3Left(lab)]).toEqual([0, []]);
    expect(seen.at(-1)).toBe(3_200);
    session.close();
  });

  it('keys with special characters', async () => {
    const lab = await openLab();
    const keys = [
      'a b',
      'a+b',
      'a%20b',
      '100%',
      'a&b<c>"d\'',
      'line\nbreak',
      'carriage\rreturn',
      'tab\tbed',
      ' edges ',
      'bell\u0007',
      'ümläut/日本語/🎉',
      'x'.repeat(1024 - prefix.length),
      'dir/',
      '//',
      '../up',
    ];
    for (const key of keys) await put(lab, key);
    for (const key of keys.slice(0, 5)) await remove(lab, key);
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(contentsOf(result)?.versions).toBe(keys.length);
    expect([result.exit, s3Left(lab)]).toEqual([0, []]);
    session.close();
  });

  it('multipart uploads that were never completed', async () => {
    const lab = await openLab();
    const Bucket = lab.names.artifactBucket;
    for (const Key of ['big.iso', 'big.iso', 'a b+c'])
      await lab.clients.s3.send(new CreateMultipartUploadCommand({ Bucket, Key: `${prefix}${Key}` }));
    const session = openTeardownSession(lab.practice);
    const result = await teardown(session.options);
    expect(contentsOf(result)?.uploads).toBe(3);
    expect([result.exit, s3Left(lab)]).toEqual([0, []]);
    session.close();
  });
});

describe('a bucket whose entries cannot be deleted', () => {
  it('is reported by key and reason, ends at once, and is never reported as clean', async () => {
    const lab = await openLab();
    const Bucket = lab.names.artifactBucket;
    await fill(lab, 2_500, 'PutObject', 'page/#');
    await lab.clients.s3.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: policyDocument([
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:DeleteObjectVersion',
            Resource: `arn:aws:s3:::${Bucket}/${prefix}page/7*`,
          },
        ]),
      }),
    );
    const proxy = await proxyTo(lab.practice.endpoint, () => 'pass');
    const session = openTeardownSession(lab.practice, { endpoint: proxy.endpoint, waitMs: 300 });
    const result = await teardown(session.options);
    expect(result.exit).toBe(3);
    const done = result.done?.find(({ resource }) => resource.kind === 'artifact-bucket');
    expect([done?.state, done?.error?.code, done?.error?.cause]).toEqual([
      'failed',
      'AccessDenied',
      'denied',
    ]);
    expect(done?.error?.message).toContain('page/7');
    expect(result.verification?.verified).toBe(false);
    // Protected objects are neither deleted nor overwritten.
    const own = proxy.calls.filter(({ url }) => url.startsWith(`/${Bucket}`));
    const policies = own.filter(({ method, url }) => method !== 'GET' && url.includes('?policy'));
    expect(policies).toEqual([]);
    const batches = own.filter(({ url }) => url.includes('?delete')).length;
    expect(batches).toBeLessThanOrEqual(4);
    session.close();
    await proxy.close();
  }, 60_000);

  it('has its keys retried if they fail temporarily', async () => {
    const lab = await openLab();
    for (const key of ['a', 'b', 'c']) await put(lab, key);
    let stumbles = 2;
    const proxy = await proxyTo(lab.practice.endpoint, ({ url, body }) => {
      if (!url.includes('?delete') || stumbles-- <= 0) return 'pass';
      const [, key] = /<Key>(.*?)<\/Key>/.exec(body.toString()) ?? [];
      const [, version] = /<VersionId>(.*?)<\/VersionId>/.exec(body.toString()) ?? [];
      const error = `<Error><Key>${key}</Key><VersionId>${version}</VersionId><Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message></Error>`;
      return {
        status: 200,
        headers: { 'content-type': 'application/xml' },
        body: `<?xml version="1.0"?><DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${error}</DeleteResult>`,
      };
    });
    const session = openTeardownSession(lab.practice, { endpoint: proxy.endpoint });
    const result = await teardown(session.options);
    expect([result.exit, s3Left(lab)]).toEqual([0, []]);
    session.close();
    await proxy.close();
  });
});

describe('a bucket that another client writes to', () => {
  it('is closed to writers before it is emptied', async () => {
    const lab = await openLab();
    const { s3 } = lab.clients;
    const Bucket = lab.names.artifactBucket;
    await put(lab, 'a');
    const refused: unknown[] = [];
    let emptying = false;
    const proxy = await proxyTo(lab.practice.endpoint, ({ url }) => {
      if (url.includes('?delete') && !emptying) {
        emptying = true;
        put(lab, 'late').catch((error) => refused.push(error.name));
      }
      return 'pass';
    });
    const session = openTeardownSession(lab.practice, { endpoint: proxy.endpoint });
    const result = await teardown(session.options);
    expect([result.exit, refused]).toEqual([0, ['AccessDenied']]);
    await expect(s3.send(new ListObjectVersionsCommand({ Bucket }))).rejects.toThrow('does not exist');
    session.close();
    await proxy.close();
  });

  it('may be emptied by another client in the meantime', async () => {
    const lab = await openLab();
    const { s3 } = lab.clients;
    const Bucket = lab.names.artifactBucket;
    const { VersionId } = await put(lab, 'a');
    const session = openTeardownSession(lab.practice, {
      onProgress: (event) => {
        if (event.event === 'deleting')
          void s3.send(
            new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: `${prefix}a`, VersionId }] } }),
          );
      },
    });
    expect((await teardown(session.options)).exit).toBe(0);
    session.close();
  });
});
