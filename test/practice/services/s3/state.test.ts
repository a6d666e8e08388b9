import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Account, openAccount, textOf } from './account.ts';

const versioned = { VersioningConfiguration: { Status: 'Enabled' as const } };

describe('the state', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 's3-state-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('survives a restart, and keeps no bytes of deleted objects', async () => {
    const Bucket = 'kept-bucket';
    let account: Account = await openAccount(dir);
    let s3 = account.client();
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutBucketVersioningCommand({ Bucket, ...versioned }));
    const first = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '2' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'b' }));
    await s3.send(new UploadPartCommand({ Bucket, Key: 'b', UploadId, PartNumber: 1, Body: 'part' }));
    const list = () => s3.send(new ListObjectVersionsCommand({ Bucket }));
    const before = await list();
    await account.close();

    account = await openAccount(dir);
    s3 = account.client();
    const { $metadata: _, ...after } = await list();
    expect(after).toEqual(
      expect.objectContaining({ Versions: before.Versions, DeleteMarkers: before.DeleteMarkers }),
    );
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: first.VersionId }));
    expect(await textOf(read.Body)).toBe('1');
    expect(readdirSync(join(dir, 'blobs'))).toHaveLength(3);

    const newest = await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '3' }));
    expect((await list()).Versions?.[0]?.VersionId).toBe(newest.VersionId);
    const { Versions = [], DeleteMarkers = [] } = await list();
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    await s3.send(new DeleteBucketCommand({ Bucket }));
    expect(readdirSync(join(dir, 'blobs'))).toEqual([]);
    await account.close();
  });

  it('has one null version of a key, also if the process ended while it was replaced', async () => {
    const Bucket = 'half-replaced';
    let account = await openAccount(dir);
    let s3 = account.client();
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'old' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'new' }));
    await account.close();
    // As if the process had ended before the removal of the old version reached the log.
    const log = join(dir, 'log.jsonl');
    const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
    const { b: changes } = JSON.parse(lines.pop() ?? '') as { b: object[] };
    writeFileSync(log, `${[...lines, JSON.stringify(changes[0])].join('\n')}\n`);

    account = await openAccount(dir);
    s3 = account.client();
    expect((await s3.send(new ListObjectVersionsCommand({ Bucket }))).Versions).toHaveLength(1);
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: 'null' }));
    expect(await textOf(read.Body)).toBe('new');
    await account.close();
  });
});
