import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createPracticeServer } from '../../../practice/server.ts';
import { exchange, readAnswer } from '../raw.ts';
import {
  type AttackedAccount,
  codePipelineRequest as json,
  withAttackedAccount,
} from './attacked-account.ts';

let account: AttackedAccount;
withAttackedAccount((opened) => {
  account = opened;
});

describe('the size of a request', () => {
  it("is checked by the length that the client states, in each protocol's form", async () => {
    const length = { 'content-length': String(600 * 1024 * 1024) };
    const s3 = await account.raw.signed('s3', { method: 'PUT', target: '/safety/large', headers: length });
    expect(s3).toMatchObject({ status: 400, body: expect.stringContaining('<Code>EntityTooLarge</Code>') });
    const target = await account.raw.signed('codepipeline', json('ListPipelines', '', length));
    expect(target.status).toBe(413);
    expect(JSON.parse(target.body)).toMatchObject({ __type: 'RequestEntityTooLargeException' });
    const headers = { ...length, 'content-type': 'application/x-www-form-urlencoded' };
    const form = await account.raw.signed('iam', { method: 'POST', target: '/', headers });
    expect(form).toMatchObject({
      status: 413,
      body: expect.stringContaining('<Code>RequestEntityTooLarge</Code>'),
    });
    expect(account.internalErrors).toEqual([]);
  });

  it('is checked while the body arrives if the client states no length', async () => {
    const { headers = {} } = account.raw.sign('codepipeline', json('ListPipelines', ''));
    const lines = Object.entries({ ...headers, 'transfer-encoding': 'chunked' });
    const head = `POST / HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    const piece = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    const answer = readAnswer(await exchange(account.raw.port, Buffer.from(`${head}${piece.repeat(9)}`)));
    expect(answer.status).toBe(413);
    expect(account.internalErrors).toEqual([]);
  });

  it('is bounded for its headers', async () => {
    const flood = Object.fromEntries(
      Array.from({ length: 500 }, (_, n) => [`x-flood-${n}`, 'y'.repeat(100)]),
    );
    expect((await account.raw.send({ target: '/safety', headers: flood })).status).toBe(431);
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`x${n}`, '']));
    const answer = await account.raw.send({ target: '/safety', headers: many });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect((await account.raw.send({ target: `/safety/${'k'.repeat(40_000)}` })).status).toBe(431);
  });
});

describe('an incomplete request', () => {
  /** A listener with short timeouts in front of the same account. */
  async function withShortTimeouts<T>(use: (port: number) => Promise<T>): Promise<T> {
    const server = createPracticeServer(
      account.practice.emulator,
      new Map(),
      (error) => account.internalErrors.push(error),
      {
        headers: 200,
        request: 400,
        check: 50,
      },
    );
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
  ])('is ended: %s', async (_, text) => {
    const answer = readAnswer(await withShortTimeouts((port) => exchange(port, Buffer.from(text))));
    expect([408, 0]).toContain(answer.status);
    expect(account.internalErrors).toEqual([]);
  });

  it('is ended: in the body', async () => {
    const bytes = await withShortTimeouts((port) => {
      const { headers = {} } = account.raw.sign('s3', {
        method: 'PUT',
        target: '/safety/half',
        headers: { host: `127.0.0.1:${port}` },
      });
      const lines = Object.entries({ ...headers, 'content-length': '100' });
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      return exchange(port, Buffer.from(`PUT /safety/half HTTP/1.1\r\n${head}\r\nhalf`));
    });
    expect([408, 0]).toContain(readAnswer(bytes).status);
    expect(account.internalErrors).toEqual([]);
  });

  it('has a default timeout', () => {
    const server = createPracticeServer(account.practice.emulator, new Map(), () => {});
    expect(server.headersTimeout).toBeLessThanOrEqual(60_000);
    expect(server.requestTimeout).toBeLessThanOrEqual(600_000);
    expect(server.requestTimeout).toBeGreaterThan(0);
  });

  it('is no internal error if the client disconnected', async () => {
    await new Promise<void>((resolve) => {
      const text = 'PUT /safety/gone HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf';
      const socket = connect(account.raw.port, '127.0.0.1', () => socket.write(text, () => socket.destroy()));
      socket.on('close', () => resolve());
    });
    expect((await account.raw.signed('s3', { method: 'HEAD', target: '/safety' })).status).toBe(200);
    expect(account.internalErrors).toEqual([]);
  });

  it('is rejected if it is no HTTP', async () => {
    for (const bytes of [
      '\x16\x03\x01\x02\x00\x01\x00',
      'HELLO\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `GET /${'\u0000'} HTTP/1.1\r\n\r\n`,
    ]) {
      const answer = readAnswer(await exchange(account.raw.port, Buffer.from(`${bytes}\r\n\r\n`, 'latin1')));
      expect([0, 400, 505]).toContain(answer.status);
    }
    const both =
      'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n';
    expect(readAnswer(await exchange(account.raw.port, Buffer.from(both))).status).toBe(400);
  });
});

it('after the attacks, the account still works', async () => {
  await account.expectIntact();
});
