import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
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

/** What asks for something is shorter than this, and kept in memory; what brings something goes into a file. */
const SHORT = 64 * 1024;

/** A request's body, inflated: in memory, or in a file at its beginning. */
export interface Spooled {
  content: Buffer | FileHandle;
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
  const short: Buffer[] = [];
  let file: FileHandle | undefined;
  let bytes = 0;
  const dispose = async () => {
    if (file === undefined) return;
    await file.close();
    await rm(path, { force: true });
  };
  async function take(chunks: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of chunks) {
      if (bytes + chunk.length > limit) throw new BodyRefused(413, `The body is larger than ${limit} bytes.`);
      if (file === undefined && bytes + chunk.length > SHORT) {
        file = await open(path, 'wx+', 0o600);
        // Unlinked while open, so that nothing is left even if this process dies.
        await rm(path, { force: true }).catch(() => undefined);
        for (const [at, before] of placed(short.splice(0))) await writeAll(file, before, at);
      }
      if (file === undefined) short.push(chunk);
      else await writeAll(file, chunk, bytes);
      bytes += chunk.length;
    }
  }
  // Not one pipeline with the request in it: that would tear down the connection that the refusal goes over.
  const entry = encoding === 'identity' ? new PassThrough() : createGunzip();
  const cut = () => {
    if (!req.complete) entry.destroy(new Error('the connection was closed in the middle of the body'));
  };
  req.once('close', cut);
  req.pipe(entry);
  try {
    await pipeline(entry, take);
    return { content: file ?? Buffer.concat(short), bytes, dispose };
  } catch (error) {
    req.unpipe(entry);
    req.resume();
    await dispose();
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('Z_')) throw new BodyRefused(400, 'The body is not valid gzip.');
    throw error;
  } finally {
    req.off('close', cut);
  }
}

/** Chunks, each with where it begins. */
function placed(chunks: readonly Buffer[]): [number, Buffer][] {
  let at = 0;
  return chunks.map((chunk) => {
    at += chunk.length;
    return [at - chunk.length, chunk];
  });
}

/** Writes at a place, so that the file's own position stays at its beginning for whoever is handed it. */
async function writeAll(file: FileHandle, chunk: Buffer, at: number): Promise<void> {
  let done = 0;
  while (done < chunk.length)
    done += (await file.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
}
