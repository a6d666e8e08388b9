import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';

/** A server on 127.0.0.1 that accepts every connection. */
export interface SilentServer {
  endpoint: string;
  /** Resolves when the next request arrives. */
  called(): Promise<void>;
  close(): void;
}

/** Starts a server that never answers, or that answers with `answer`, which may write for ever. */
export async function silentServer(answer: (socket: Socket) => void = () => {}): Promise<SilentServer> {
  const sockets = new Set<Socket>();
  let onCall = () => {};
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    socket.once('data', () => {
      onCall();
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    called: () =>
      new Promise((resolve) => {
        onCall = resolve;
      }),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
