import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The most connections on which no request with a session's token has arrived yet. */
const maxUnknownConnections = 128;

/**
 * Bounds the connections that any process of this machine can open and keep open. Beyond the bound, each new one ends the
 * oldest, so that they cannot use up the file descriptors or lock out the owner. The returned function exempts a connection, whose
 * request had the token of a session.
 */
export function boundConnections(server: Server): (socket: Socket) => void {
  // A set keeps its entries in the order in which they were added.
  const unknown = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unknown.add(socket);
    socket.once('close', () => unknown.delete(socket));
    const [oldest] = unknown;
    if (unknown.size > maxUnknownConnections) oldest?.destroy();
  });
  return (socket) => unknown.delete(socket);
}
