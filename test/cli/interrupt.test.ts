import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { interrupt } from '../kit/interrupted-command.ts';
import { silentServer } from '../kit/silent-server.ts';

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\n';

/** Sends the head of an answer, and one byte after another. */
function drip(socket: Socket): void {
  socket.write(`${head}content-length: 1000000\r\n\r\n`);
  const timer = setInterval(() => socket.write(' '), 50);
  socket.once('close', () => clearInterval(timer));
}

describe('Ctrl-C', () => {
  it.each([
    ['a server that never answers', undefined],
    ['a server that sends a byte now and then', drip],
  ] as const)(
    'ends a check and a teardown that wait for %s',
    async (_what, answer) => {
      const ends = await Promise.all(
        [
          ['check', '--all'],
          ['teardown', '--dry-run'],
        ].map(async (args) => {
          const server = await silentServer(answer);
          const end = await interrupt(args, server.endpoint, server.called());
          server.close();
          return end;
        }),
      );
      for (const end of ends)
        expect(end).toEqual({
          exit: 130,
          signal: null,
          endedFirst: false,
          left: [],
          temporary: [],
          stderr: '',
        });
    },
    60_000,
  );
});
