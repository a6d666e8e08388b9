import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  HeadObjectCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defined } from '../../../../base/defined.ts';
import { Raw, type RawAnswer } from '../../raw.ts';
import { type Account, openAccount } from './account.ts';

// The answers are those that S3 was recorded to give.
const notEnabled = '<Message>CORSResponse: CORS is not enabled for this bucket.</Message>';
const notAllowed = '<Message>CORSResponse: This CORS request is not allowed. ';
const vary = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';
const page = 'https://page.example';

let account: Account;
let s3: S3Client;
let raw: Raw;
beforeAll(async () => {
  account = await openAccount();
  s3 = account.client();
  raw = new Raw({ endpoint: account.endpoint, exports: {} });
  for (const Bucket of ['plain', 'shared']) {
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const Statement = { Effect: 'Allow', Principal: '*', Action: 's3:*Object' };
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: { ...Statement, Resource: `arn:aws:s3:::${Bucket}/*` },
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'text' }));
  }
  await s3.send(
    new PutBucketCorsCommand({
      Bucket: 'shared',
      CORSConfiguration: {
        CORSRules: [
          {
            AllowedOrigins: [page, 'http://*.page.example'],
            AllowedMethods: ['GET', 'PUT'],
            AllowedHeaders: ['x-amz-*', 'Content-Type'],
            ExposeHeaders: ['ETag', 'x-amz-request-id'],
            MaxAgeSeconds: 3000,
          },
          { AllowedOrigins: ['*'], AllowedMethods: ['HEAD'] },
        ],
      },
    }),
  );
});
afterAll(() => account.close());

function corsHeadersOf({ headers }: RawAnswer): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('access-control-') || name === 'vary'),
  );
}

const preflight = (target: string, headers: Record<string, string>) =>
  raw.send({ method: 'OPTIONS', target, headers });
const asks = (origin: string, method?: string, headers?: string): Record<string, string> => ({
  origin,
  ...defined({ 'access-control-request-method': method, 'access-control-request-headers': headers }),
});

describe('a preflight request', () => {
  it.each([
    ['without an origin', '/shared/a', {}, 400, 'Insufficient information. Origin request header needed.'],
    ['for a missing bucket', '/not-there/a', asks(page), 403, 'CORSResponse: Bucket not found'],
    [
      'for a bucket without CORS',
      '/plain/a',
      asks(page, 'PUT'),
      403,
      `${notEnabled}<Method>PUT</Method><ResourceType>BUCKET`,
    ],
    [
      'for a bucket without CORS and no method',
      '/plain/a',
      asks(page),
      403,
      `${notEnabled}<Method>OPTIONS</Method>`,
    ],
    ['without a method', '/shared/a', asks(page), 400, 'Invalid Access-Control-Request-Method: null'],
    ['from another origin', '/shared/a', asks('https://evil.example', 'PUT'), 403, notAllowed],
    ['from an origin that only begins like it', '/shared/a', asks(`${page}.evil`, 'GET'), 403, notAllowed],
    ['from the origin in another case', '/shared/a', asks('https://PAGE.example', 'GET'), 403, notAllowed],
    [
      'for another method',
      '/shared',
      asks(page, 'DELETE'),
      403,
      '<Method>DELETE</Method><ResourceType>BUCKET',
    ],
    [
      'for another header',
      '/shared/a',
      asks(page, 'PUT', 'authorization'),
      403,
      '<Method>PUT</Method><ResourceType>OBJECT',
    ],
  ])('%s is rejected', async (_, target, headers, status, text) => {
    const answer = await preflight(target, headers as Record<string, string>);
    expect(answer).toMatchObject({ status, body: expect.stringContaining(text) });
    expect(corsHeadersOf(answer)).toEqual({});
  });

  it('is allowed by the first rule that matches', async () => {
    const answer = await preflight('/shared/new', asks(page, 'PUT', 'X-Amz-Date, content-type'));
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(corsHeadersOf(answer)).toEqual({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'x-amz-date, content-type',
      'access-control-expose-headers': 'ETag, x-amz-request-id',
      'access-control-max-age': '3000',
      'access-control-allow-credentials': 'true',
      vary,
    });
    const part = await preflight('/shared/a', asks('http://www.page.example', 'GET'));
    expect(part.headers['access-control-allow-origin']).toBe('http://www.page.example');
    const anyone = await preflight('/shared/a', asks('https://other.example', 'HEAD'));
    expect(corsHeadersOf(anyone)).toEqual({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'HEAD',
      vary,
    });
  });
});

describe('a request of a page', () => {
  const get = (bucket: string, headers: Record<string, string>) =>
    raw.send({ target: `/${bucket}/a`, headers });

  it('can be read by the origins that a rule allows', async () => {
    const allowed = await get('shared', { origin: page });
    expect([allowed.status, allowed.body]).toEqual([200, 'text']);
    expect(allowed.headers['access-control-allow-origin']).toBe(page);
    for (const [bucket, headers] of [
      ['shared', { origin: 'https://evil.example' }],
      ['shared', asks(page, 'DELETE')],
      ['plain', { origin: page }],
    ] as const) {
      const answer = await get(bucket, headers);
      expect([answer.status, corsHeadersOf(answer)]).toEqual([200, {}]);
    }
  });

  it('cannot write anonymously, unless a rule allows it', async () => {
    const write = (bucket: string, method: string, headers: Record<string, string>) =>
      raw.send({ method, target: `/${bucket}/written`, headers, body: 'x' });
    const evil = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const headers of [
      evil,
      { origin: 'null' },
      { origin: 'http://127.0.0.1:1' },
      { 'sec-fetch-site': 'same-site' },
      { ...evil, 'sec-fetch-mode': 'navigate' },
    ]) {
      const answer = await write('plain', 'PUT', headers);
      expect(answer).toMatchObject({ status: 403, body: expect.stringContaining(notEnabled) });
      expect((await write('plain', 'DELETE', headers)).status).toBe(403);
    }
    expect(await write('shared', 'PUT', evil)).toMatchObject({
      status: 403,
      body: expect.stringContaining(notAllowed),
    });
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'written' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    expect((await write('shared', 'PUT', { origin: page })).status).toBe(200);
    const own = { origin: account.endpoint, 'sec-fetch-site': 'same-origin' };
    expect((await write('plain', 'PUT', own)).status).toBe(200);
    expect((await write('plain', 'PUT', {})).status).toBe(200);
  });

  it('with a presigned URL is authorized by its signature', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: 'shared', Key: 'signed' }));
    const upload = await fetch(url, { method: 'PUT', headers: { origin: page }, body: 'x' });
    expect([upload.status, upload.headers.get('access-control-allow-origin')]).toEqual([200, page]);
    const opened = await raw.send({
      target: '/plain/a',
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    });
    expect(opened.status).toBe(200);
  });
});
