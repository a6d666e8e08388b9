import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPracticeServer } from '../../practice/server.ts';
import { unzip } from '../../practice/services/codepipeline/actions/unzip.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { exchange, Raw, type RawRequest, readAnswer } from './raw.ts';

// Attacks, by whoever can reach the port: a web page in the learner's browser, a broken client, a hostile
// archive or repository. The folder above the state's is looked at for anything that got out.

let outside: string;
let practice: Practice;
let raw: Raw;
const internalErrors: unknown[] = [];

beforeAll(async () => {
  outside = mkdtempSync(join(tmpdir(), 'practice-safety-'));
  const stateDir = join(outside, 'deep', 'state');
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(join(outside, 'secret.txt'), 'a secret of the machine');
  practice = await startPractice({
    port: 0,
    stateDir,
    onInternalError: (error) => internalErrors.push(error),
  });
  raw = new Raw(practice);
  expect((await raw.signed('s3', { method: 'PUT', target: '/safety' })).status).toBe(200);
});
afterAll(async () => {
  await practice.close();
  rmSync(outside, { recursive: true, force: true });
});
beforeEach(() => {
  internalErrors.length = 0;
});

/** Nothing is beside the state folder that was not put there above, and no fault was told. */
function nothingGotOut(): void {
  expect(readdirSync(outside).sort()).toEqual(['deep', 'secret.txt']);
  expect(readdirSync(join(outside, 'deep'))).toEqual(['state']);
  expect(internalErrors).toEqual([]);
}

const json = (
  operation: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): RawRequest => ({
  method: 'POST',
  target: '/',
  headers: {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `CodePipeline_20150709.${operation}`,
    ...headers,
  },
  body,
});

const git = (password = new URL(practice.exports.LAB_GIT_URL ?? '').password) => ({
  authorization: `Basic ${Buffer.from(`learner:${password}`).toString('base64')}`,
});

describe('the Host header', () => {
  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:80',
    '10.0.0.1',
    '0.0.0.0',
    '[::2]',
    'localhost@evil.example',
    'localhost evil.example',
    'xlocalhost',
    '',
  ])('of a name that is not loopback is refused: %s', async (host) => {
    for (const target of [
      '/safety',
      '/_admin/authorize',
      '/_git/a/b.git/info/refs?service=git-upload-pack',
    ]) {
      const answer = await raw.send({ target, headers: { host } });
      expect(answer.status).toBe(host === '' ? answer.status : 403);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
    nothingGotOut();
  });

  it('is not replaced by the target or a forwarding header', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'localhost', forwarded: 'host=localhost' };
    expect((await raw.send({ target: 'http://localhost/safety', headers })).status).toBe(403);
  });

  it('listens on loopback only', () => {
    expect(new URL(practice.endpoint).hostname).toBe('127.0.0.1');
  });
});

describe('the token and the passwords', () => {
  it.each(['', 'wrong', '00000000-0000-0000-0000-000000000000', 'undefined', '*'])(
    'of the knobs: %j is refused',
    async (token) => {
      const headers = token === '' ? {} : { 'x-lab-token': token };
      const answer = await raw.send({ method: 'POST', target: '/_admin/authorize', headers, body: '{}' });
      expect(answer.status).toBe(403);
      expect(answer.body).not.toContain(practice.exports.LAB_PRACTICE_TOKEN);
    },
  );

  it('are not taken in part, from the query, or twice', async () => {
    const token = practice.exports.LAB_PRACTICE_TOKEN ?? '';
    for (const request of [
      { target: '/_admin/authorize', headers: { 'x-lab-token': token.slice(0, -1) } },
      { target: '/_admin/authorize', headers: { 'x-lab-token': `${token}0` } },
      { target: `/_admin/authorize?x-lab-token=${token}` },
      { target: '/_admin/authorize', headers: { authorization: `Bearer ${token}` } },
    ])
      expect((await raw.send({ method: 'POST', ...request, body: '{}' })).status).toBe(403);
  });

  it('of git: none, wrong and nearly right ones are refused', async () => {
    const right = new URL(practice.exports.LAB_GIT_URL ?? '').password;
    const target = '/_git/ana/site.git/info/refs?service=git-receive-pack';
    for (const headers of [
      {},
      git('wrong'),
      git(right.slice(1)),
      git(`${right} `),
      { authorization: 'Basic !!' },
    ])
      expect((await raw.send({ target, headers })).status).toBe(401);
    expect((await raw.send({ target, headers: git(right) })).status).toBe(200);
  });
});

describe('paths that lead out', () => {
  const ups = ['..', '%2e%2e', '..%2f..', '..%5c..', '%2e%2e%2f%2e%2e', '%00', '..%00', '%252e%252e', '....'];

  it('as a bucket’s name are no bucket', async () => {
    for (const up of [...ups, '.', 'a..b', '%2fetc', 'A', 'x'.repeat(64)]) {
      const answer = await raw.signed('s3', { method: 'PUT', target: `/${up}` });
      expect([400, 403, 404, 405], up).toContain(answer.status);
      expect(answer.body).toContain('<Error><Code>');
    }
    nothingGotOut();
  });

  it('as a key are a key, byte for byte', async () => {
    for (const key of [
      '../../../secret.txt',
      '..%2f..%2f..%2fsecret.txt',
      '%2fetc%2fpasswd',
      'a%00b',
      '%2e%2e/%2e%2e/x',
      'C:%5cx',
      'a//b',
      './a',
    ]) {
      const body = `for ${key}`;
      const put = await raw.signed('s3', { method: 'PUT', target: `/safety/${key}`, body });
      expect(put.status, key).toBe(200);
      const got = await raw.signed('s3', { target: `/safety/${key}` });
      expect(got.body).toBe(body);
    }
    expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('a secret of the machine');
    const list = await raw.signed('s3', { target: '/safety?list-type=2&encoding-type=url' });
    expect(list.body).toContain('../../../secret.txt');
    nothingGotOut();
  });

  it('as a copy’s source are no file', async () => {
    for (const source of ['safety/../../secret.txt', '../secret.txt', '/..%2f..%2fsecret.txt']) {
      const headers = { 'x-amz-copy-source': source };
      const answer = await raw.signed('s3', { method: 'PUT', target: '/safety/copied', headers });
      expect([400, 404]).toContain(answer.status);
    }
    nothingGotOut();
  });

  it('as a repository’s name are no repository', async () => {
    for (const name of [
      ...ups.map((up) => `${up}/${up}`),
      'a/..',
      '../a',
      'a/.git',
      'a/b/c',
      '-x/y',
      '.home/x',
      'a/%00',
      '/a',
      'a/b%0a',
    ]) {
      for (const service of ['git-upload-pack', 'git-receive-pack']) {
        const target = `/_git/${name}.git/info/refs?service=${service}`;
        expect((await raw.send({ target, headers: git() })).status, target).toBe(404);
        const post = await raw.send({
          method: 'POST',
          target: `/_git/${name}.git/${service}`,
          headers: { ...git(), 'content-type': `application/x-${service}-request` },
          body: '0000',
        });
        expect(post.status).toBe(404);
      }
    }
    nothingGotOut();
  });
});

describe('archives', () => {
  const refused = (files: Record<string, Uint8Array>) => () => unzip(zipSync(files));

  it('with a path that leads out are refused', () => {
    for (const name of ['../a', 'a/../../b', '..\\a', 'a\\..\\..\\b', '..'])
      expect(refused({ [name]: strToU8('x') }), name).toThrow('dot-dot-slash');
  });

  it('with an absolute path or a link give plain content under that name: nothing is ever a file here', () => {
    const link = zipSync({ link: [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] });
    expect([...unzip(link)]).toEqual([['link', strToU8('/etc/passwd')]]);
    expect([...unzip(zipSync({ '/etc/passwd': strToU8('x') })).keys()]).toEqual(['/etc/passwd']);
  });

  it('with one name twice give the last', () => {
    const archive = Buffer.from(zipSync({ 'a.txt': strToU8('one'), 'b.txt': strToU8('two') }, { level: 0 }));
    for (let at = archive.indexOf('b.txt'); at !== -1; at = archive.indexOf('b.txt', at))
      archive.write('a.txt', at);
    expect([...unzip(archive)]).toEqual([['a.txt', strToU8('two')]]);
  });

  /** An archive of one file whose size its directory states falsely. */
  const lying = (content: Uint8Array, stated: number) => {
    const archive = Buffer.from(zipSync({ a: content }));
    archive.writeUInt32LE(stated, archive.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
    return archive;
  };

  it('that say they unpack to more than the limit are refused before they are unpacked', () => {
    expect(() => unzip(lying(strToU8('x'), 600 * 1024 * 1024))).toThrow('The archive is too large.');
  });

  it('that unpack to more than they say give no more than that', () => {
    const bomb = lying(new Uint8Array(16 * 1024 * 1024), 10);
    expect(bomb.length).toBeLessThan(100_000);
    let bytes = 0;
    try {
      for (const content of unzip(bomb).values()) bytes += content.length;
    } catch (error) {
      expect(error).toMatchObject({ message: 'The archive is malformed.' });
    }
    expect(bytes).toBeLessThanOrEqual(10);
  });

  it('with too many entries are refused', () => {
    // One file, told of again and again by the directory at the end.
    const one = Buffer.from(zipSync({ a: new Uint8Array() }));
    const [entry, end] = [
      [1, 2],
      [5, 6],
    ].map((mark) => one.indexOf(Buffer.from([0x50, 0x4b, ...mark]))) as [number, number];
    const tail = Buffer.from(one.subarray(end));
    tail.writeUInt16LE(50_001, 8);
    tail.writeUInt16LE(50_001, 10);
    const entries = Array.from({ length: 50_001 }, () => one.subarray(entry, end));
    const archive = Buffer.concat([one.subarray(0, entry), ...entries, tail]);
    expect(() => unzip(archive)).toThrow('The archive is too large.');
  });

  it('with a name that no object can hold are refused, not read without it', () => {
    const archive = Buffer.from(zipSync({ __prot0__: strToU8('x') }, { level: 0 }));
    for (let at = archive.indexOf('__prot0__'); at !== -1; at = archive.indexOf('__prot0__', at))
      archive.write('__proto__', at);
    expect(() => unzip(archive)).toThrow('The archive is malformed.');
  });
});

describe('sizes', () => {
  it('over the limit are refused by what the client states, in each protocol’s form', async () => {
    const length = { 'content-length': String(600 * 1024 * 1024) };
    const s3 = await raw.signed('s3', { method: 'PUT', target: '/safety/large', headers: length });
    expect(s3).toMatchObject({ status: 400, body: expect.stringContaining('<Code>EntityTooLarge</Code>') });
    const target = await raw.signed('codepipeline', json('ListPipelines', '', length));
    expect(target.status).toBe(413);
    expect(JSON.parse(target.body)).toMatchObject({ __type: 'RequestEntityTooLargeException' });
    const headers = { ...length, 'content-type': 'application/x-www-form-urlencoded' };
    const form = await raw.signed('iam', { method: 'POST', target: '/', headers });
    expect(form).toMatchObject({
      status: 413,
      body: expect.stringContaining('<Code>RequestEntityTooLarge</Code>'),
    });
    expect(internalErrors).toEqual([]);
  });

  it('over the limit are refused while they come, when the client does not say', async () => {
    const head =
      'POST / HTTP/1.1\r\nhost: localhost\r\nx-amz-target: CodePipeline_20150709.ListPipelines\r\ncontent-type: application/x-amz-json-1.1\r\ntransfer-encoding: chunked\r\n\r\n';
    const piece = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    const answer = readAnswer(await exchange(raw.port, Buffer.from(`${head}${piece.repeat(9)}`)));
    expect(answer.status).toBe(413);
    expect(internalErrors).toEqual([]);
  });

  it('of headers are bounded', async () => {
    const flood = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`x-flood-${n}`, 'y'.repeat(100)]),
    );
    expect((await raw.send({ target: '/safety', headers: flood })).status).toBe(431);
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`x${n}`, '']));
    const answer = await raw.send({ target: '/safety', headers: many });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect((await raw.send({ target: `/safety/${'k'.repeat(40_000)}` })).status).toBe(431);
  });
});

describe('requests that are not finished', () => {
  /** A listener with little patience, in front of the same account. */
  async function withShortTimeouts<T>(use: (port: number) => Promise<T>): Promise<T> {
    const server = createPracticeServer(practice.emulator, new Map(), (error) => internalErrors.push(error), {
      headers: 200,
      request: 400,
      check: 50,
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      return await use((server.address() as AddressInfo).port);
    } finally {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    }
  }

  it.each([
    ['in the headers', 'GET /safety HTTP/1.1\r\nhost: localhost\r\n'],
    ['in the request line', 'GE'],
    ['in the body', 'PUT /safety/half HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf'],
  ])('are ended: %s', async (_, text) => {
    const answer = readAnswer(await withShortTimeouts((port) => exchange(port, Buffer.from(text))));
    expect([408, 0]).toContain(answer.status);
    expect(internalErrors).toEqual([]);
  });

  it('have an end by default, sooner than any client waits for ever', () => {
    const server = createPracticeServer(practice.emulator, new Map(), () => {});
    expect(server.headersTimeout).toBeLessThanOrEqual(60_000);
    expect(server.requestTimeout).toBeLessThanOrEqual(600_000);
    expect(server.requestTimeout).toBeGreaterThan(0);
  });

  it('because the client went away are no fault', async () => {
    await new Promise<void>((resolve) => {
      const text = 'PUT /safety/gone HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf';
      const socket = connect(raw.port, '127.0.0.1', () => socket.write(text, () => socket.destroy()));
      socket.on('close', () => resolve());
    });
    expect((await raw.signed('s3', { method: 'HEAD', target: '/safety' })).status).toBe(200);
    expect(internalErrors).toEqual([]);
  });

  it('that are no HTTP at all are refused', async () => {
    for (const bytes of [
      '\x16\x03\x01\x02\x00\x01\x00',
      'HELLO\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `GET /${'\u0000'} HTTP/1.1\r\n\r\n`,
    ]) {
      const answer = readAnswer(await exchange(raw.port, Buffer.from(`${bytes}\r\n\r\n`, 'latin1')));
      expect([0, 400, 505]).toContain(answer.status);
    }
    const both =
      'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n';
    expect(readAnswer(await exchange(raw.port, Buffer.from(both))).status).toBe(400);
  });
});

describe('odd requests', () => {
  it('with malformed percent-encoding are refused by S3, and not misread', async () => {
    for (const path of ['/safety/%', '/safety/%zz', '/safety/%c3%28', '/%ff']) {
      const answer = await raw.signed('s3', { target: path });
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('<Code>InvalidURI</Code>') });
    }
    const form = await raw.signed('iam', {
      method: 'POST',
      target: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetRole&Version=2010-05-08&RoleName=%zz',
    });
    expect(form.status).toBe(400);
  });

  it('with a parameter twice are read by the first, which is what the signature was made over too', async () => {
    const twice = await raw.signed('s3', { target: '/safety?list-type=2&max-keys=1&max-keys=1000' });
    expect(twice).toMatchObject({ status: 200, body: expect.stringContaining('<MaxKeys>1</MaxKeys>') });
    const form = 'Action=GetCallerIdentity&Action=AssumeRole&Version=2011-06-15';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await raw.signed('sts', { method: 'POST', target: '/', headers, body: form });
    expect(answer.body).toContain('<GetCallerIdentityResponse');
  });

  it('cannot bring headers in after the signature', async () => {
    const body = '4\r\nbody\r\n0\r\nx-amz-acl:public-read\r\nx-amz-meta-late:yes\r\n\r\n';
    const put = await raw.signed('s3', {
      method: 'PUT',
      target: '/safety/trailed',
      headers: {
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'content-encoding': 'aws-chunked',
      },
      body,
    });
    expect(put.status).toBe(200);
    const head = await raw.signed('s3', { method: 'HEAD', target: '/safety/trailed' });
    expect(head.headers['x-amz-meta-late']).toBeUndefined();
  });

  it('cannot split an answer with what they have it repeat', async () => {
    await raw.signed('s3', { method: 'PUT', target: '/safety/split', body: 'x' });
    const query = `response-content-type=${encodeURIComponent('text/html\r\nset-cookie: a=b')}`;
    const answer = await raw.signed('s3', { target: `/safety/split?${query}` });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(internalErrors).toEqual([]);
  });

  it('with a prototype’s name for a member change nobody’s prototype', async () => {
    const body = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"name":"a"}';
    await raw.signed('codepipeline', json('GetPipeline', body));
    const form = '__proto__.polluted=1&Action=GetRole&Version=2010-05-08&RoleName=a';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await raw.signed('iam', { method: 'POST', target: '/', headers, body: form });
    const xml = '<Tagging><TagSet><Tag><Key>__proto__</Key><Value>polluted</Value></Tag></TagSet></Tagging>';
    await raw.signed('s3', { method: 'PUT', target: '/safety?tagging', body: xml });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(internalErrors).toEqual([]);
  });
});

describe('XML that refers to more than itself', () => {
  const tagged = (head: string, value: string) =>
    `<?xml version="1.0"?>${head}<Tagging><TagSet><Tag><Key>a</Key><Value>${value}</Value></Tag></TagSet></Tagging>`;
  const put = (body: string) => raw.signed('s3', { method: 'PUT', target: '/safety?tagging', body });

  it('does not grow', async () => {
    const laughs = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join(
      '',
    );
    const started = Date.now();
    const answer = await put(tagged(`<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>`, '&l12;'));
    expect(answer.status).toBe(400);
    expect(Date.now() - started).toBeLessThan(2000);
    expect(internalErrors).toEqual([]);
  });

  it('fetches nothing, from the disk or the network', async () => {
    let requestCount = 0;
    const listener = createServer((_, response) => {
      requestCount += 1;
      response.end('fetched');
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    for (const entityUrl of [`http://127.0.0.1:${port}/x`, `file://${join(outside, 'secret.txt')}`]) {
      for (const head of [
        `<!DOCTYPE x [<!ENTITY e SYSTEM "${entityUrl}">]>`,
        `<!DOCTYPE x SYSTEM "${entityUrl}">`,
        `<!DOCTYPE x [<!ENTITY % p SYSTEM "${entityUrl}"> %p;]>`,
      ]) {
        const answer = await put(tagged(head, '&e;'));
        expect(answer.body).not.toContain('secret of the machine');
        const response = await raw.signed('s3', { target: '/safety?tagging' });
        expect(response.body).not.toMatch(/secret of the machine|fetched/);
      }
    }
    listener.close();
    expect(requestCount).toBe(0);
    expect(internalErrors).toEqual([]);
  });

  it('nested without end is refused', async () => {
    const answer = await put('<Tagging>'.repeat(20_000));
    expect(answer.status).toBe(400);
    expect(internalErrors).toEqual([]);
  });
});

it('after all this the account is as it was', async () => {
  const body = 'still here';
  await raw.signed('s3', { method: 'PUT', target: '/safety/last', body });
  const got = await raw.signed('s3', { target: '/safety/last' });
  expect(got.body).toBe(body);
  expect(got.headers.etag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
  nothingGotOut();
});
