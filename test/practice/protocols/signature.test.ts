import { createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { CodePipelineClient, ListPipelinesCommand } from '@aws-sdk/client-codepipeline';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Practice, startPractice } from '../../../practice/start.ts';

let practice: Practice;
let s3: S3Client;
const internalErrors: unknown[] = [];

const credentials = () => ({
  accessKeyId: practice.exports.AWS_ACCESS_KEY_ID as string,
  secretAccessKey: practice.exports.AWS_SECRET_ACCESS_KEY as string,
});
const config = (more: object = {}) => ({
  region: 'us-east-1',
  endpoint: practice.endpoint,
  maxAttempts: 1,
  credentials: credentials(),
  ...more,
});
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: Error) => error.name,
  );

beforeAll(async () => {
  practice = await startPractice({ port: 0, onInternalError: (error) => internalErrors.push(error) });
  s3 = new S3Client({ ...config(), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'signed' }));
  await s3.send(
    new PutObjectCommand({ Bucket: 'signed', Key: 'a b+c/ü.txt', Body: 'hello', ContentType: 'text/plain' }),
  );
});
afterAll(async () => {
  s3.destroy();
  await practice.close();
  expect(internalErrors).toEqual([]);
});

describe('a signature in the header', () => {
  it('is verified for every protocol', async () => {
    const identity = await new STSClient(config()).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe('arn:aws:iam::000000000000:user/learner');
    await new IAMClient(config()).send(new ListRolesCommand({}));
    await new CodePipelineClient(config()).send(new ListPipelinesCommand({}));
    const buckets = await s3.send(new ListBucketsCommand({}));
    expect(buckets.Buckets?.map(({ Name }) => Name)).toContain('signed');
  });

  it.each([
    [
      'wrong secret',
      { secretAccessKey: 'not-the-secret' },
      'SignatureDoesNotMatch',
      'SignatureDoesNotMatch',
      'InvalidSignatureException',
    ],
    [
      'unknown key',
      { accessKeyId: 'AKIAPRACTICENOTTHERE' },
      'InvalidAccessKeyId',
      'InvalidClientTokenId',
      'UnrecognizedClientException',
    ],
    [
      'a token that does not belong to the key',
      { sessionToken: 'x' },
      'InvalidToken',
      'InvalidClientTokenId',
      'UnrecognizedClientException',
    ],
  ])('%s: each service reports it in its own words', async (_name, change, forS3, forQuery, forJson) => {
    const wrong = config({ credentials: { ...credentials(), ...change } });
    expect(
      await codeOf(new S3Client({ ...wrong, forcePathStyle: true }).send(new ListBucketsCommand({}))),
    ).toBe(forS3);
    expect(await codeOf(new STSClient(wrong).send(new GetCallerIdentityCommand({})))).toBe(forQuery);
    expect(await codeOf(new CodePipelineClient(wrong).send(new ListPipelinesCommand({})))).toBe(forJson);
  });

  it("is rejected if it is too old or too new, with the account's own date in the answer", async () => {
    // The SDK corrects its clock on the next call, so only the first call shows the difference.
    const off = { ...config(), systemClockOffset: 3_600_000 };
    expect(
      await codeOf(new S3Client({ ...off, forcePathStyle: true }).send(new ListBucketsCommand({}))),
    ).toBe('RequestTimeTooSkewed');
    expect(await codeOf(new STSClient(off).send(new GetCallerIdentityCommand({})))).toBe(
      'SignatureDoesNotMatch',
    );
    expect(await codeOf(new CodePipelineClient(off).send(new ListPipelinesCommand({})))).toBe(
      'InvalidSignatureException',
    );
    const date = (await fetch(practice.endpoint)).headers.get('date');
    expect(Math.abs(Date.parse(date ?? '') - Date.now())).toBeLessThan(5000);
  });

  it('is required by every service except S3, which denies an anonymous caller', async () => {
    const sts = await fetch(practice.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    expect([sts.status, await sts.text()]).toEqual([
      403,
      expect.stringContaining('MissingAuthenticationToken'),
    ]);
    const object = await fetch(`${practice.endpoint}/signed/a%20b%2Bc/%C3%BC.txt`);
    expect([object.status, await object.text()]).toEqual([
      403,
      expect.stringContaining('<Code>AccessDenied</Code>'),
    ]);
  });
});

describe('a presigned URL', () => {
  const presign = (expiresIn: number) =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket: 'signed', Key: 'a b+c/ü.txt' }), { expiresIn });

  it('returns the object until it expires', async () => {
    const url = await presign(600);
    const opened = await fetch(url);
    expect([opened.status, await opened.text(), opened.headers.get('content-type')]).toEqual([
      200,
      'hello',
      'text/plain',
    ]);
    practice.emulator.clock.shiftOffset(601_000);
    const late = await fetch(url);
    practice.emulator.clock.shiftOffset(-601_000);
    expect([late.status, await late.text()]).toEqual([
      403,
      expect.stringContaining('<Message>Request has expired</Message>'),
    ]);
  });

  it('is rejected after any character was changed', async () => {
    const url = (await presign(600)).replace('X-Amz-Expires=600', 'X-Amz-Expires=601');
    const changed = await fetch(url);
    expect([changed.status, await changed.text()]).toEqual([
      403,
      expect.stringContaining('SignatureDoesNotMatch'),
    ]);
  });

  it('may have the older signature', async () => {
    const expires = Math.floor(Date.now() / 1000) + 600;
    const { accessKeyId, secretAccessKey } = credentials();
    const path = '/signed/a%20b%2Bc/%C3%BC.txt';
    const sign = (at: number) =>
      encodeURIComponent(
        createHmac('sha1', secretAccessKey).update(`GET\n\n\n${at}\n${path}`).digest('base64'),
      );
    const url = (at: number, signature: string) =>
      `${practice.endpoint}${path}?AWSAccessKeyId=${accessKeyId}&Expires=${at}&Signature=${signature}`;
    const opened = await fetch(url(expires, sign(expires)));
    expect([opened.status, await opened.text()]).toEqual([200, 'hello']);
    expect((await fetch(url(expires + 1, sign(expires)))).status).toBe(403);
    const past = expires - 1200;
    const late = await fetch(url(past, sign(past)));
    expect(await late.text()).toContain('Request has expired');
  });
});

describe('an upload', () => {
  it('in signed chunks with a trailer is stored without its framing', async () => {
    const body = Buffer.alloc(300_000, 'chunk ');
    await s3.send(
      new PutObjectCommand({
        Bucket: 'signed',
        Key: 'stream',
        Body: Readable.from([body.subarray(0, 100_000), body.subarray(100_000)]),
        ContentLength: body.length,
      }),
    );
    const back = await s3.send(new GetObjectCommand({ Bucket: 'signed', Key: 'stream' }));
    expect(Buffer.from((await back.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
    expect(back.ContentEncoding).toBeUndefined();
  });

  it('is rejected if its bytes differ from the signed ones', async () => {
    const put = new PutObjectCommand({ Bucket: 'signed', Key: 'swapped', Body: 'what was signed' });
    put.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: unknown };
        request.body = 'what was sent!!';
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'swapBody' },
    );
    expect(await codeOf(s3.send(put))).toBe('XAmzContentSHA256Mismatch');
  });
});

describe('the listener', () => {
  it('accepts loopback host names only', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const call = request(practice.endpoint, { headers: { host: 'example.com' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      call.on('error', reject);
      call.end();
    });
    expect(status).toBe(403);
  });

  it('names an operation that it does not serve', async () => {
    const answer = await new CodePipelineClient(config())
      .send(new (await import('@aws-sdk/client-codepipeline')).ListWebhooksCommand({}))
      .catch((error: Error) => error);
    expect(String(answer)).toContain('ListWebhooks');
  });
});
