import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lab } from '../../kit/lab-command.ts';
import { type Mortal, mortal } from '../killed.ts';

let account: Mortal;
beforeEach(() => {
  account = mortal();
});
afterEach(() => account.close());

it('reports a damaged log, moves it aside, and exits with 2', async () => {
  await account.start();
  await account.clients.s3.send(new CreateBucketCommand({ Bucket: 'kept' }));
  await account.kill();
  const log = join(account.state, 'log.jsonl');
  const damaged = readFileSync(log, 'utf8').replace(/\n/, '\n{"c":"s3/buck\n');
  writeFileSync(log, damaged);
  const env = { HOME: account.home, LAB_HOME: join(account.home, 'lab') };
  const ended = await lab(['practice', '--port', '0', '--state', account.state], env);
  expect(ended.exit).toBe(2);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toContain(`${log}, line 2: not a line of this log.`);
  const aside = readdirSync(account.state).find((name) => name.startsWith('log.jsonl.damaged-')) ?? '';
  expect(ended.stderr).toContain(aside);
  expect(readFileSync(join(account.state, aside), 'utf8')).toBe(damaged);
  // The account starts empty. With the repaired log in place it has everything again.
  await account.start();
  await account.kill();
  writeFileSync(log, damaged.replace('{"c":"s3/buck\n', ''));
  rmSync(join(account.state, aside));
  await account.start();
  await account.clients.s3.send(new PutObjectCommand({ Bucket: 'kept', Key: 'k', Body: 'v' }));
});

it('rejects a folder that a running account has open', async () => {
  await account.start();
  const env = { HOME: account.home, LAB_HOME: join(account.home, 'other') };
  const ended = await lab(['practice', '--port', '0', '--state', account.state], env);
  expect([ended.exit, ended.stderr]).toEqual([2, expect.stringContaining('is in use by process')]);
  await account.clients.s3.send(new CreateBucketCommand({ Bucket: 'still-served' }));
});

it("reports that an object's bytes are missing or truncated instead of returning others", async () => {
  await account.start();
  const { s3 } = account.clients;
  await s3.send(new CreateBucketCommand({ Bucket: 'bytes' }));
  await s3.send(new PutObjectCommand({ Bucket: 'bytes', Key: 'a', Body: 'aaaa' }));
  const [blob = ''] = readdirSync(join(account.state, 'blobs'));
  const read = () => s3.send(new GetObjectCommand({ Bucket: 'bytes', Key: 'a' }));
  truncateSync(join(account.state, 'blobs', blob), 3);
  await expect(read()).rejects.toThrow(/The bytes of s3:\/\/bytes\/a are not those that were put/);
  rmSync(join(account.state, 'blobs', blob));
  await expect(read()).rejects.toMatchObject({
    name: 'InternalError',
    message: expect.stringContaining('are missing: the practice account’s state folder was changed'),
  });
});

it('deletes bytes whose writer ended before it wrote the record', async () => {
  await account.start();
  await account.clients.s3.send(new CreateBucketCommand({ Bucket: 'swept' }));
  await account.clients.s3.send(new PutObjectCommand({ Bucket: 'swept', Key: 'k', Body: 'v' }));
  const blobs = join(account.state, 'blobs');
  const kept = readdirSync(blobs);
  writeFileSync(join(blobs, 'orphan'), 'bytes without a record');
  await account.kill();
  await account.start();
  expect(readdirSync(blobs)).toEqual(kept);
});
