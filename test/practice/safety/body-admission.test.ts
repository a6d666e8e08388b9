import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { GetObjectCommand, PutBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exportsOf, openAccount } from '../../../practice/admin/accounts.ts';
import { HeldBytes } from '../../../practice/protocols/request-body.ts';
import { createPracticeServer, type RequestLimits } from '../../../practice/server.ts';
import { exchange, Raw, type RawAnswer, type RawRequest, readAnswer } from '../raw.ts';
import { type AttackedAccount, openAttackedAccount } from './attacked-account.ts';

const megabyte = 1024 * 1024;

let account: AttackedAccount;
beforeAll(async () => {
  account = await openAttackedAccount();
});
afterAll(async () => {
  await account.expectIntact();
  await account.close();
});

interface Upload extends RawAnswer {
  /** The bytes of the body that the client could send before the connection was closed. */
  sent: number;
}

/** Sends a request whose body never ends before `length`, until the server closes the connection. */
function upload(port: number, request: RawRequest, length: number): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const { method = 'POST', target, headers = {} } = request;
    const all = { host: `127.0.0.1:${port}`, 'content-length': String(length), ...headers };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    const piece = Buffer.alloc(256 * 1024, 'x');
    const answer: Buffer[] = [];
    let sent = 0;
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${method} ${target} HTTP/1.1\r\n${head.join('')}\r\n`);
      send();
    });
    const send = () => {
      while (sent < length && !socket.destroyed) {
        sent += piece.length;
        if (!socket.write(piece)) return;
      }
    };
    socket.setTimeout(20_000, () => reject(new Error('no answer')));
    socket.on('drain', send);
    socket.on('data', (chunk) => answer.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve({ ...readAnswer(Buffer.concat(answer)), sent }));
  });
}

/** A listener with other limits in front of the same account. */
async function withLimits<T>(limits: Partial<RequestLimits>, use: (port: number) => Promise<T>): Promise<T> {
  const server = createPracticeServer(
    account.practice.emulator,
    new Map(),
    (error) => account.internalErrors.push(error),
    limits,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use((server.address() as { port: number }).port);
  } finally {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }
}

describe('the body of a rejected request is not held', () => {
  const big = 400 * megabyte;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const crossSite = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const json = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'CodePipeline_20150709.ListPipelines',
  };
  it.each<[string, RawRequest, number, string]>([
    [
      'an unsigned form',
      { target: '/', headers: { ...form, ...crossSite } },
      403,
      'MissingAuthenticationToken',
    ],
    ['an unsigned JSON call', { target: '/', headers: json }, 400, 'MissingAuthenticationTokenException'],
    ['an unsigned object', { method: 'PUT', target: '/safety/x' }, 403, 'AccessDenied'],
    [
      'an unsigned object of another site',
      { method: 'PUT', target: '/safety/x', headers: crossSite },
      403,
      'AccessForbidden',
    ],
    [
      'a form post to a bucket',
      { target: '/safety', headers: { ...form, ...crossSite } },
      403,
      'AccessForbidden',
    ],
    ['an admin route without a token', { target: '/_admin/seed' }, 403, 'x-lab-token'],
    ['a push without a password', { target: '/_git/a/b.git/git-receive-pack' }, 401, 'Authentication failed'],
    ['another host', { target: '/', headers: { host: 'evil.example' } }, 403, '127.0.0.1'],
  ])('%s', async (_, request, status, text) => {
    const held = process.memoryUsage().arrayBuffers;
    const answers = await Promise.all([1, 2, 3, 4].map(() => upload(account.raw.port, request, big)));
    for (const answer of answers) {
      expect(answer).toMatchObject({ status, body: expect.stringContaining(text) });
      expect(answer.sent).toBeLessThan(big);
    }
    expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(100 * megabyte);
  });

  it('a wrong signature, and a key that may not write', async () => {
    const signed = account.raw.sign('s3', { method: 'PUT', target: '/safety/x' });
    const authorization = `${signed.headers?.authorization?.slice(0, -4)}0000`;
    const wrong = { ...signed, headers: { ...signed.headers, authorization } };
    const answer = await upload(account.raw.port, wrong, big);
    expect(answer).toMatchObject({ status: 403, body: expect.stringContaining('SignatureDoesNotMatch') });
    const missing = account.raw.sign('s3', { method: 'PUT', target: '/no-such-bucket-here/x' });
    const notFound = await upload(account.raw.port, missing, big);
    expect(notFound).toMatchObject({ status: 404, body: expect.stringContaining('NoSuchBucket') });
  });
});

describe('Expect: 100-continue', () => {
  it.each([
    ['is answered with the error alone, if the headers are rejected', false],
    ['is answered with 100 Continue once the headers are accepted', true],
  ])('%s', async (_, isSigned) => {
    const unsigned: RawRequest = { method: 'PUT', target: '/safety/expected', body: 'body' };
    const request = isSigned ? account.raw.sign('s3', unsigned) : unsigned;
    const headers = { host: `127.0.0.1:${account.raw.port}`, ...request.headers };
    const all = { ...headers, 'content-length': '4', expect: '100-continue', connection: 'close' };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = await new Promise<string>((resolve, reject) => {
      let received = '';
      const socket = connect(account.raw.port, '127.0.0.1', () =>
        socket.write(`PUT /safety/expected HTTP/1.1\r\n${lines.join('')}\r\n`),
      );
      socket.on('data', (chunk) => {
        received += chunk;
        if (received === 'HTTP/1.1 100 Continue\r\n\r\n') socket.write('body');
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(received));
    });
    expect(text.startsWith('HTTP/1.1 100 Continue')).toBe(isSigned);
    expect(text).toContain(isSigned ? 'HTTP/1.1 200' : 'HTTP/1.1 403');
  });
});

it('a write is authorized again once its body arrived', async () => {
  const owner = openAccount(account.practice.emulator, '111111111111');
  const other = new Raw({
    endpoint: account.practice.endpoint,
    exports: exportsOf(owner, 'us-east-1', account.practice.endpoint),
  });
  const bucket = { method: 'PUT', target: '/changes-hands' };
  await account.raw.signed('s3', bucket);
  const { headers = {} } = account.raw.sign('s3', {
    method: 'PUT',
    target: '/changes-hands/x',
    body: 'body',
  });
  const all = { ...headers, 'content-length': '4', expect: '100-continue', connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(account.raw.port, '127.0.0.1', () =>
    socket.write(`PUT /changes-hands/x HTTP/1.1\r\n${lines.join('')}\r\n`),
  );
  await once(socket, 'data');
  expect((await account.raw.signed('s3', { ...bucket, method: 'DELETE' })).status).toBe(204);
  expect((await other.signed('s3', bucket)).status).toBe(200);
  socket.end('body');
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  expect(readAnswer(Buffer.concat(chunks))).toMatchObject({ status: 403 });
  expect((await other.signed('s3', { method: 'HEAD', target: '/changes-hands/x' })).status).toBe(404);
});

describe('the bodies in memory', () => {
  it('are bounded together', async () => {
    await withLimits({ heldBytes: megabyte }, async (port) => {
      const host = `127.0.0.1:${port}`;
      const request = account.raw.sign('s3', {
        method: 'PUT',
        target: '/safety/x',
        headers: { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      });
      const answer = await upload(port, request, 8 * megabyte);
      expect(answer).toMatchObject({ status: 503, body: expect.stringContaining('SlowDown') });
      // What the rejected body held is released.
      const small = { ...request, headers: { ...request.headers, connection: 'close' } };
      expect((await upload(port, small, 256 * 1024)).status).toBe(200);
    });
  });

  describe('of responses', () => {
    const get = (port: number) => {
      const { headers = {} } = account.raw.sign('s3', {
        target: '/safety/large',
        headers: { host: `127.0.0.1:${port}` },
      });
      const lines = Object.entries({ ...headers, connection: 'close' });
      return `GET /safety/large HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    };
    const statusOf = async (port: number) => readAnswer(await exchange(port, Buffer.from(get(port)))).status;
    /** Requests the object and reads nothing. Resolves once the response has begun. */
    const stall = async (port: number): Promise<Socket> => {
      const socket = connect(port, '127.0.0.1', () => socket.write(get(port)));
      socket.on('error', () => {});
      await once(socket, 'readable');
      return socket;
    };
    beforeAll(async () => {
      const body = Buffer.alloc(24 * megabyte);
      await account.raw.signed('s3', { method: 'PUT', target: '/safety/large', body });
    });

    it('count until the client has read them', async () => {
      await withLimits({ heldBytes: 60 * megabyte }, async (port) => {
        const sockets = [await stall(port), await stall(port)];
        expect(await statusOf(port)).toBe(503);
        for (const socket of sockets) socket.destroy();
        await vi.waitFor(async () => expect(await statusOf(port)).toBe(200), 5_000);
      });
    });

    it('that the client does not read end', async () => {
      await withLimits({ heldBytes: 30 * megabyte, stalled: 500 }, async (port) => {
        const socket = await stall(port);
        await vi.waitFor(async () => expect(await statusOf(port)).toBe(200), 5_000);
        socket.destroy();
      });
    });
  });

  it('are counted and released', () => {
    const held = new HeldBytes(10);
    expect([held.hold(6), held.hold(5), held.hold(4), held.bytes]).toEqual([true, false, true, 10]);
    held.release(6);
    expect([held.bytes, held.hold(6)]).toEqual([4, true]);
  });

  it('of a caller whose signature covers the body are small until it is verified', async () => {
    const request = account.raw.sign('codepipeline', {
      method: 'POST',
      target: '/',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'CodePipeline_20150709.ListPipelines',
      },
    });
    const { 'x-amz-content-sha256': _, ...headers } = request.headers ?? {};
    expect(await upload(account.raw.port, { ...request, headers }, 2 * megabyte)).toMatchObject({
      status: 413,
      body: expect.stringContaining('RequestEntityTooLargeException'),
    });
  });

  it('end when the client pauses', async () => {
    await withLimits({ idle: 100 }, async (port) => {
      const request = account.raw.sign('s3', {
        method: 'PUT',
        target: '/safety/slow',
        headers: { host: `127.0.0.1:${port}`, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      });
      const lines = Object.entries({ ...request.headers, 'content-length': '100' });
      const text = await new Promise<string>((resolve, reject) => {
        let received = '';
        const socket = connect(port, '127.0.0.1', () =>
          socket.write(
            `PUT /safety/slow HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\nhalf`,
          ),
        );
        socket.on('data', (chunk) => {
          received += chunk;
          if (received.includes('</Error>')) socket.destroy();
        });
        socket.on('error', reject);
        socket.on('close', () => resolve(received));
      });
      expect(text).toContain('<Code>RequestTimeout</Code>');
    });
  });
});

describe('a client', () => {
  const config = (more: object = {}) => ({
    endpoint: account.practice.endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: {
      accessKeyId: account.practice.exports.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: account.practice.exports.AWS_SECRET_ACCESS_KEY ?? '',
    },
    ...more,
  });
  const wrongSecret = () => ({
    credentials: { ...config().credentials, secretAccessKey: 'wrong' },
    forcePathStyle: true,
  });

  it('reads the error while it still sends the body', async () => {
    const s3 = new S3Client(config(wrongSecret()));
    const Body = Buffer.alloc(12 * megabyte);
    await expect(s3.send(new PutObjectCommand({ Bucket: 'safety', Key: 'x', Body }))).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
    await expect(
      new STSClient(config(wrongSecret())).send(new GetCallerIdentityCommand({})),
    ).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  it('without credentials writes where a bucket policy lets everyone write', async () => {
    const s3 = new S3Client(config({ forcePathStyle: true }));
    await account.raw.signed('s3', { method: 'PUT', target: '/open-to-all' });
    await account.raw.signed('s3', { method: 'DELETE', target: '/open-to-all?publicAccessBlock' });
    const Statement = {
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: 'arn:aws:s3:::open-to-all/*',
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'open-to-all', Policy }));
    const body = 'x'.repeat(megabyte);
    const put = await account.raw.send({ method: 'PUT', target: '/open-to-all/a', body });
    expect(put.status).toBe(200);
    const { ContentLength } = await s3.send(new GetObjectCommand({ Bucket: 'open-to-all', Key: 'a' }));
    expect(ContentLength).toBe(megabyte);
    const document = await account.raw.send({ method: 'POST', target: '/open-to-all?delete', body });
    expect(document).toMatchObject({
      status: 400,
      body: expect.stringContaining('MaxMessageLengthExceeded'),
    });
  });
});
