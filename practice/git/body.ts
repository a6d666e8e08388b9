import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** A body that cannot be taken: the status and the words to answer with. */
export class BodyRefused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A request's body in a file, inflated, at its beginning. */
export interface Spooled {
  handle: FileHandle;
  bytes: number;
  dispose(): Promise<void>;
}

/**
 * Takes the whole body before git is started. So a slow or broken upload holds no lock and no process, a push
 * is either whole or not begun, and the bound is on what comes out of the inflating, not on what goes in.
 * @throws BodyRefused (413 over `limit` bytes, 415 for an encoding, 400 for a body that does not inflate)
 */
export async function spool(req: IncomingMessage, dir: string, limit: number): Promise<Spooled> {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  if (!['identity', 'gzip', 'x-gzip'].includes(encoding)) {
    throw new BodyRefused(415, `Content-Encoding ${encoding} is not supported; send gzip or none.`);
  }
  const path = join(dir, `.body-${randomUUID()}`);
  let bytes = 0;
  const bound = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) done(new BodyRefused(413, `The body is larger than ${limit} bytes.`));
      else done(null, chunk);
    },
  });
  // Not one pipeline with the request in it: that would tear down the connection that the refusal goes over.
  const entry = encoding === 'identity' ? bound : createGunzip();
  const cut = () => {
    if (!req.complete) entry.destroy(new Error('the connection was closed in the middle of the body'));
  };
  req.once('close', cut);
  req.pipe(entry);
  try {
    const file = createWriteStream(path, { mode: 0o600 });
    await (entry === bound ? pipeline(bound, file) : pipeline(entry, bound, file));
    const handle = await open(path, 'r');
    // Unlinked while open, so that nothing is left even if this process dies.
    await rm(path, { force: true }).catch(() => undefined);
    const dispose = async () => {
      await handle.close();
      await rm(path, { force: true });
    };
    return { handle, bytes, dispose };
  } catch (error) {
    req.unpipe(entry);
    req.resume();
    await rm(path, { force: true });
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('Z_')) throw new BodyRefused(400, 'The body is not valid gzip.');
    throw error;
  } finally {
    req.off('close', cut);
  }
}
