import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { Raw, type RawRequest } from '../raw.ts';

// A signature is worth something only if it covers the request as the account reads it.

let practice: Practice;
let raw: Raw;
const internalErrors: unknown[] = [];
beforeAll(async () => {
  practice = await startPractice({ port: 0, onInternalError: (error) => internalErrors.push(error) });
  raw = new Raw(practice);
  await raw.signed('s3', { method: 'PUT', target: '/read' });
  for (const key of ['a', 'read/a', 'a+b', 'a%20b'])
    await raw.signed('s3', { method: 'PUT', target: `/read/${key}`, body: key });
});
afterEach(() => expect(internalErrors).toEqual([]));
afterAll(() => practice.close());

const expires = Math.floor(Date.now() / 1000) + 600;
function signedV2(text: string): string {
  const secret = practice.exports.AWS_SECRET_ACCESS_KEY ?? '';
  const signature = createHmac('sha1', secret).update(text).digest('base64');
  const keyId = practice.exports.AWS_ACCESS_KEY_ID ?? '';
  return `AWSAccessKeyId=${keyId}&Expires=${expires}&Signature=${encodeURIComponent(signature)}`;
}

describe('a signature of version 2', () => {
  it('is for one object, however the host names its bucket', async () => {
    const host = `read.localhost:${raw.port}`;
    const forPath = `/read/a?${signedV2(`GET\n\n\n${expires}\n/read/a`)}`;
    expect(await raw.send({ target: forPath })).toMatchObject({ status: 200, body: 'a' });
    // With this host, the same path is the object `read/a`.
    expect((await raw.send({ target: forPath, headers: { host } })).status).toBe(403);
    const forHost = `/read/a?${signedV2(`GET\n\n\n${expires}\n/read/read/a`)}`;
    expect(await raw.send({ target: forHost, headers: { host } })).toMatchObject({
      status: 200,
      body: 'read/a',
    });
  });

  it('covers a header that its query names too', async () => {
    const target = `/read/owned?x-amz-tagging=a%3Db&${signedV2(
      `PUT\n\n\n${expires}\nx-amz-tagging:a=b\n/read/owned`,
    )}`;
    const put = { method: 'PUT', target, body: 'x' };
    const headers = { 'x-amz-tagging': 'role=admin' };
    expect((await raw.send({ ...put, headers })).status).toBe(403);
    expect((await raw.send(put)).status).toBe(200);
  });
});

describe('a signature of version 4', () => {
  it('covers the query as it is read', async () => {
    const signed = raw.sign('s3', { target: '/read?list-type=2&prefix=a%2Bb' });
    expect((await raw.send(signed)).body).toContain('<Key>a+b</Key>');
    const changed = { ...signed, target: '/read?list-type=2&prefix=a+b' };
    expect((await raw.send(changed)).status).toBe(403);
    const literal = raw.sign('s3', { target: '/read?list-type=2&prefix=%2561%25zz' });
    expect((await raw.send(literal)).status).toBe(200);
    expect((await raw.send({ ...literal, target: '/read?list-type=2&prefix=%61%zz' })).status).toBe(403);
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'may not name the header %s, which nothing sent',
    async (name) => {
      const claim = (request: RawRequest): RawRequest => {
        const { authorization = '', ...headers } = request.headers ?? {};
        const names = authorization.replace('SignedHeaders=', `SignedHeaders=${name};`);
        return { ...request, headers: { ...headers, authorization: names } };
      };
      expect((await raw.send(claim(raw.sign('s3', { target: '/read/a' })))).status).toBe(403);
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = 'Action=GetCallerIdentity&Version=2011-06-15';
      const call = raw.sign('sts', { method: 'POST', target: '/', headers: form, body });
      expect((await raw.send(claim(call))).status).toBe(403);
    },
  );

  it('has the date of its scope', async () => {
    const other = (request: RawRequest): RawRequest => {
      const { authorization = '', ...headers } = request.headers ?? {};
      return {
        ...request,
        headers: { ...headers, authorization: authorization.replace(/\/\d{8}\//, '/20200101/') },
      };
    };
    const s3 = await raw.send(other(raw.sign('s3', { target: '/read/a' })));
    expect(s3).toMatchObject({
      status: 400,
      body: expect.stringContaining(
        '<Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; Invalid credential date. Date is not the same as X-Amz-Date.</Message>',
      ),
    });
    const target = { 'x-amz-target': 'CodePipeline_20150709.ListPipelines' };
    const json = { ...target, 'content-type': 'application/x-amz-json-1.1' };
    const call = raw.sign('codepipeline', { method: 'POST', target: '/', headers: json, body: '{}' });
    expect(await raw.send(other(call))).toMatchObject({
      status: 400,
      body: expect.stringMatching(
        /"message":"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20200101' != '(\d{8})', from '\1T\d{6}Z'\."/,
      ),
    });
  });
});
