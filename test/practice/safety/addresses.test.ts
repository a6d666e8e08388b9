import { describe, expect, it } from 'vitest';
import { exchange, readAnswer } from '../raw.ts';
import { type AttackedAccount, withAttackedAccount } from './attacked-account.ts';

let account: AttackedAccount;
withAttackedAccount((opened) => {
  account = opened;
});

/** Sends text as it is. Resolves to the status of the answer, or 0 when the connection was closed without one. */
async function statusOf(text: string): Promise<number> {
  return readAnswer(await exchange(account.raw.port, Buffer.from(text, 'latin1'))).status;
}

const host = 'host: localhost\r\nconnection: close\r\n';

async function expectAnswered(text: string): Promise<void> {
  const status = await statusOf(text);
  if (status !== 0) expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  expect(account.internalErrors).toEqual([]);
}

const prefixes = ['/', '/safety/', '/_git/ana/', '/_git/', '/_admin/', '/_other/'];

describe('an address', () => {
  it.each([1, 255, 256, 1_024, 1_025, 4_096, 7_000, 15_000, 17_000, 70_000])(
    'of %i characters gets an answer',
    async (length) => {
      for (const prefix of prefixes)
        await expectAnswered(`GET ${prefix}${'a'.repeat(length)} HTTP/1.1\r\n${host}\r\n`);
      await expectAnswered(`GET /safety/${'%C3%BC'.repeat(length / 6)} HTTP/1.1\r\n${host}\r\n`);
      await expectAnswered(`GET /${'a/'.repeat(length / 2)} HTTP/1.1\r\n${host}\r\n`);
      await expectAnswered(`GET /safety?${'a=b&'.repeat(length / 4)} HTTP/1.1\r\n${host}\r\n`);
    },
  );

  it('with a key that is too long is rejected as S3 does', async () => {
    const answer = await account.raw.signed('s3', { target: `/safety/${'k'.repeat(1025)}` });
    expect(answer).toMatchObject({
      status: 400,
      body: expect.stringContaining(
        '<Code>KeyTooLongError</Code><Message>Your key is too long</Message><Size>1025</Size><MaxSizeAllowed>1024</MaxSizeAllowed>',
      ),
    });
    const longest = await account.raw.signed('s3', { target: `/safety/${'%C3%BC'.repeat(512)}` });
    expect(longest).toMatchObject({ status: 404, body: expect.stringContaining('NoSuchKey') });
  });

  it.each([
    '%',
    '%zz',
    '%C3%28',
    '%00',
    '%ff',
    '%2e%2e',
    '..',
    '../../etc/passwd',
    './',
    '//',
    '//evil.example',
    '\\',
    '?',
    '?&&==',
    '?%zz',
    '?uploads&uploadId&tagging&acl',
    '?X-Amz-Signature',
    '?Action&Version',
    '#x',
    ';x',
    '%0d%0ax:y',
    '?AWSAccessKeyId',
    '?Signature=&Expires=&AWSAccessKeyId=',
    '?list-type=%00',
    '?versionId=%ff',
    '?max-keys=1e309',
  ])('with %s gets an answer', async (rest) => {
    for (const prefix of prefixes)
      for (const method of ['GET', 'PUT', 'OPTIONS'])
        await expectAnswered(`${method} ${prefix}${rest} HTTP/1.1\r\n${host}\r\n`);
  });
});

describe('a request line', () => {
  it.each([
    'GET http://localhost/safety HTTP/1.1',
    'GET http://evil.example/safety HTTP/1.1',
    'GET https:// HTTP/1.1',
    'GET localhost HTTP/1.1',
    'GET * HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'CONNECT localhost:80 HTTP/1.1',
    'TRACE / HTTP/1.1',
    'PATCH /safety/a HTTP/1.1',
    'PURGE /safety HTTP/1.1',
    'BREW /safety HTTP/1.1',
    'GET /safety HTTP/1.0',
    'GET /safety HTTP/0.9',
    'GET /safety HTTP/2.0',
    'GET  /safety  HTTP/1.1',
    'GET /saf ety HTTP/1.1',
    'GET /saf\xfcty HTTP/1.1',
  ])('%s gets an answer or is closed', async (line) => {
    await expectAnswered(`${line}\r\n${host}\r\n`);
    await expectAnswered(`${line}\r\n\r\n`);
  });

  it('that upgrades the connection gets an answer', async () => {
    await expectAnswered(
      `GET /safety HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n\r\n`,
    );
  });
});

describe('headers', () => {
  it.each([
    ['two hosts', 'host: localhost\r\nhost: evil.example'],
    ['two authorizations', 'authorization: AWS4-HMAC-SHA256 a\r\nauthorization: Basic b'],
    ['a broken authorization', 'authorization: AWS4-HMAC-SHA256 Credential=,SignedHeaders,Signature=='],
    [
      'a credential with few parts',
      'authorization: AWS4-HMAC-SHA256 Credential=a/b,SignedHeaders=host,Signature=c',
    ],
    ['bytes above 0x7f', 'authorization: \xff\xfe\r\nx-amz-meta-\xfc: \x80\r\norigin: \xff'],
    [
      'a header that has the name of a member of every object',
      '__proto__: x\r\nconstructor: y\r\nx-amz-date: toString',
    ],
    ['a length and an encoding', 'content-length: 4\r\ntransfer-encoding: chunked'],
    ['two lengths', 'content-length: 4\r\ncontent-length: 5'],
    ['a negative length', 'content-length: -1'],
    ['a length that is no number', 'content-length: 0x10'],
    ['an encoding that is not known', 'transfer-encoding: gzip'],
    ['an expectation that is not known', 'expect: the-unexpected'],
    ['a line that is folded', 'x-a: b\r\n c'],
    ['a line without a colon', 'nothing'],
    ['a bare line feed', 'x-a: b\nx-c: d'],
    ['a null byte', 'x-a: \x00'],
    ['a target of a JSON service', 'x-amz-target: \xff.\xff'],
    ['an empty target', 'x-amz-target: '],
    ['a preflight', 'origin: null\r\naccess-control-request-method: \xff'],
  ])('with %s get an answer or the connection is closed', async (_, lines) => {
    for (const target of ['/', '/safety/a', '/_git/a/b.git/git-receive-pack', '/_admin/seed'])
      for (const method of ['GET', 'POST', 'OPTIONS'])
        await expectAnswered(`${method} ${target} HTTP/1.1\r\n${host}${lines}\r\n\r\n`);
  });

  it.each([
    ['an endless size', 'fffffffffffffffff\r\n'],
    ['a negative size', '-1\r\n'],
    ['a long extension', `1;${'x'.repeat(20_000)}\r\n`],
    ['many extensions', `1${';a=b'.repeat(5_000)}\r\nx\r\n0\r\n\r\n`],
    ['a large trailer', `0\r\n${'x-a: b\r\n'.repeat(5_000)}\r\n`],
    ['bytes that are no chunk', '\xff\xff\xff\r\n\r\n'],
  ])('of a chunked body with %s get an answer or the connection is closed', async (_, chunks) => {
    for (const target of ['/safety/a', '/'])
      await expectAnswered(`PUT ${target} HTTP/1.1\r\n${host}transfer-encoding: chunked\r\n\r\n${chunks}`);
  });
});

it('after the attacks, the account still works', async () => {
  await account.expectIntact();
});
