import { describe, expect, it } from 'vitest';
import {
  type AttackedAccount,
  codePipelineRequest as json,
  withAttackedAccount,
} from './attacked-account.ts';

let account: AttackedAccount;
withAttackedAccount((opened) => {
  account = opened;
});

describe('a malformed request', () => {
  it('with wrong percent-encoding is rejected by S3', async () => {
    for (const path of ['/safety/%', '/safety/%zz', '/safety/%c3%28', '/%ff']) {
      const answer = await account.raw.signed('s3', { target: path });
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('<Code>InvalidURI</Code>') });
    }
    const form = await account.raw.signed('iam', {
      method: 'POST',
      target: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetRole&Version=2010-05-08&RoleName=%zz',
    });
    expect(form.status).toBe(400);
  });

  it('with a duplicate parameter is read by the first one, which the signature covers too', async () => {
    const twice = await account.raw.signed('s3', { target: '/safety?list-type=2&max-keys=1&max-keys=1000' });
    expect(twice).toMatchObject({ status: 200, body: expect.stringContaining('<MaxKeys>1</MaxKeys>') });
    const form = 'Action=GetCallerIdentity&Action=AssumeRole&Version=2011-06-15';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await account.raw.signed('sts', { method: 'POST', target: '/', headers, body: form });
    expect(answer.body).toContain('<GetCallerIdentityResponse');
  });

  it('cannot add headers after the signature', async () => {
    const body = '4\r\nbody\r\n0\r\nx-amz-acl:public-read\r\nx-amz-meta-late:yes\r\n\r\n';
    const put = await account.raw.signed('s3', {
      method: 'PUT',
      target: '/safety/trailed',
      headers: {
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'content-encoding': 'aws-chunked',
      },
      body,
    });
    expect(put.status).toBe(200);
    const head = await account.raw.signed('s3', { method: 'HEAD', target: '/safety/trailed' });
    expect(head.headers['x-amz-meta-late']).toBeUndefined();
  });

  it('cannot split an answer with a value that the answer repeats', async () => {
    await account.raw.signed('s3', { method: 'PUT', target: '/safety/split', body: 'x' });
    const query = `response-content-type=${encodeURIComponent('text/html\r\nset-cookie: a=b')}`;
    const answer = await account.raw.signed('s3', { target: `/safety/split?${query}` });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(account.internalErrors).toEqual([]);
  });

  it("with a prototype's name as a member changes no prototype", async () => {
    const body = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"name":"a"}';
    await account.raw.signed('codepipeline', json('GetPipeline', body));
    const form = '__proto__.polluted=1&Action=GetRole&Version=2010-05-08&RoleName=a';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await account.raw.signed('iam', { method: 'POST', target: '/', headers, body: form });
    const xml = '<Tagging><TagSet><Tag><Key>__proto__</Key><Value>polluted</Value></Tag></TagSet></Tagging>';
    await account.raw.signed('s3', { method: 'PUT', target: '/safety?tagging', body: xml });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(account.internalErrors).toEqual([]);
  });
});

it('after the attacks, the account still works', async () => {
  await account.expectIntact();
});
