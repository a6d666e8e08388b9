import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Companion, openCompanion } from '../../companion/server/server.ts';
import { tokenOf } from '../kit/companion.ts';

let companion: Companion;
const sockets: Socket[] = [];
const internalErrors: unknown[] = [];
const unused = () => Promise.reject(new Error('unused'));

beforeEach(async () => {
  companion = await openCompanion({
    folder: '/none',
    assets: '/none',
    port: 0,
    saveSettings: () => {},
    target: unused,
    settings: unused,
    check: unused,
    plan: unused,
    carryOut: unused,
    class: {
      hidesNames: false,
      board: () => undefined,
      onBoard: () => () => {},
      seat: () => undefined,
      pollError: () => undefined,
    },
    onInternalError: (error) => internalErrors.push(error),
  });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await companion.close();
  expect(internalErrors.splice(0)).toEqual([]);
});

/** Opens a connection, and sends the beginning of a request whose body never ends. */
function unfinishedRequest(): Promise<Socket> {
  const { host, port } = new URL(companion.address);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => resolve(socket));
    sockets.push(socket);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    const head = ['Content-Type: application/json', 'Content-Length: 900', `Host: ${host}`].join('\r\n');
    socket.write(`POST /api/sign-in HTTP/1.1\r\n${head}\r\n\r\n{`);
  });
}

const post = (path: string, token: string) =>
  fetch(companion.address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-lab-token': token },
    body: '{}',
  });

it('end the oldest of many, but none that has a token, and let its owner in', async () => {
  const stream = (await post('/api/class/board', await tokenOf(companion))).body?.getReader();
  await stream?.read();
  const oldest = await unfinishedRequest();
  const ended = new Promise((resolve) => oldest.once('close', resolve));
  for (let count = 0; count < 300; count++) await unfinishedRequest();
  await ended;
  await expect.poll(() => sockets.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(128);
  expect((await post('/api/session', await tokenOf(companion))).status).toBe(405);
  const next = await Promise.race([
    stream?.read(),
    new Promise((resolve) => setTimeout(resolve, 50, 'open')),
  ]);
  expect(next).toBe('open');
  await stream?.cancel();
});

it('that end within a body are not reported as an error of the companion', async () => {
  for (let count = 0; count < 5; count++) (await unfinishedRequest()).destroy();
  // A request is answered after those that arrived before it.
  expect((await post('/api/session', await tokenOf(companion))).status).toBe(405);
});
