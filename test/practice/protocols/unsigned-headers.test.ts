import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { Raw, type RawRequest } from '../raw.ts';

let practice: Practice;
let raw: Raw;
beforeAll(async () => {
  practice = await startPractice({ port: 0 });
  raw = new Raw(practice);
  await raw.signed('s3', { method: 'PUT', target: '/signed' });
});
afterAll(() => practice.close());

const put = (): RawRequest => raw.sign('s3', { method: 'PUT', target: '/signed/a', body: 'x' });
const signedOnly = (request: RawRequest, ...without: string[]): RawRequest => {
  const { authorization = '', ...headers } = request.headers ?? {};
  const names = Object.keys(headers).filter((name) => !without.includes(name));
  return {
    ...request,
    headers: {
      ...headers,
      authorization: authorization.replace(/SignedHeaders=[^,]*/, `SignedHeaders=${names.sort().join(';')}`),
    },
  };
};
const notSigned = (names: string) =>
  `<Code>AccessDenied</Code><Message>There were headers present in the request which were not signed</Message><HeadersNotSigned>${names}</HeadersNotSigned>`;

describe('S3 rejects a header that the signature does not cover', () => {
  it.each([
    ['x-amz-acl', { 'x-amz-acl': 'private' }],
    ['x-amz-tagging, x-amz-meta-late', { 'x-amz-tagging': 'a=b', 'x-amz-meta-late': 'yes' }],
    ['content-md5', { 'content-md5': 'nd3eZm8sUYJ1mYQGqZ2lCg==' }],
  ])('%s', async (names, headers) => {
    const request = put();
    const answer = await raw.send({ ...request, headers: { ...request.headers, ...headers } });
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining(notSigned(names)) });
    expect((await raw.signed('s3', { method: 'HEAD', target: '/signed/a' })).status).toBe(404);
  });

  it('of a presigned URL', async () => {
    const s3 = new S3Client({
      endpoint: practice.endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: {
        accessKeyId: practice.exports.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: practice.exports.AWS_SECRET_ACCESS_KEY ?? '',
      },
    });
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket: 'signed', Key: 'presigned' }));
    const answer = await fetch(url, { method: 'PUT', headers: { 'x-amz-meta-late': 'yes' }, body: 'x' });
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining(notSigned('x-amz-meta-late')),
    ]);
    expect((await fetch(url, { method: 'PUT', headers: { 'x-other': 'yes' }, body: 'x' })).status).toBe(200);
    s3.destroy();
  });

  it('but tolerates others, such as a trace id', async () => {
    const request = put();
    const headers = { ...request.headers, 'x-amzn-trace-id': 'Root=1', 'amz-sdk-request': 'attempt=1' };
    expect((await raw.send({ ...request, headers })).status).toBe(200);
  });
});

describe('the host has to be signed', () => {
  it('for S3', async () => {
    const answer = await raw.send(signedOnly(put(), 'host'));
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining(notSigned('host')) });
  });

  it('for the other services', async () => {
    const request = raw.sign('codepipeline', {
      method: 'POST',
      target: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'CodePipeline_20150709.ListPipelines',
      },
      body: '{}',
    });
    const answer = await raw.send(signedOnly(request, 'host'));
    expect(JSON.parse(answer.body)).toMatchObject({
      __type: 'InvalidSignatureException',
      message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    });
  });
});

describe('the hash of the payload', () => {
  it('has to be stated to S3', async () => {
    const { 'x-amz-content-sha256': _, ...headers } = put().headers ?? {};
    const answer = await raw.send({ ...put(), headers });
    expect(answer).toMatchObject({
      status: 400,
      body: expect.stringContaining('Missing required header for this request: x-amz-content-sha256'),
    });
  });

  it('cannot be left open to any other service', async () => {
    const form = {
      method: 'POST',
      target: '/',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
      },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    };
    expect((await raw.signed('sts', form)).body).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  it('is verified with the body, if the headers do not state it', async () => {
    const request = (body: string): RawRequest => {
      const form = 'Action=GetCallerIdentity&Version=2011-06-15';
      const signed = raw.sign('sts', {
        method: 'POST',
        target: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: form,
      });
      const { 'x-amz-content-sha256': _, ...headers } = signed.headers ?? {};
      return { ...signed, headers, body };
    };
    const answer = await raw.send(request('Action=GetCallerIdentity&Version=2011-06-15'));
    expect(answer.body).toContain('<Code>SignatureDoesNotMatch</Code>');
  });

  it('an API in the body has to be the one that is signed for', async () => {
    const form = {
      method: 'POST',
      target: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=ListRoles&Version=2010-05-08',
    };
    const answer = await raw.signed('sts', form);
    expect(answer.body).toContain("Credential should be scoped to correct service: 'iam'.");
  });
});
