import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** A body that cannot be taken: the status and the words to answer with. */
export class RequestBodyError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What asks for something is shorter than this, and kept in memory; what brings something goes into a file. */
const MAX_BYTES_IN_MEMORY = 64 * 1024;

/** A request's body, inflated: in memory, or in a file at its beginning. */
export interface SpooledBody {
  content: Buffer | FileHandle;
  bytes: number;
  dispose(): Promise<void>;
}

/**
 * Takes the whole body before git is started. So a slow or broken upload holds no lock and no process, a push
 * is either whole or not begun, and the bound is on what comes out of the inflating, not on what goes in.
 * @throws BodyRefused (413 over `limit` bytes, 415 for an encoding, 400 for a body that does not inflate)
 */
export async function spool(req: IncomingMessage, dir: string, limit: number): Promise<SpooledBody> {
  const encoding = req.headers['content-encoding'] ?? 'identity';
  if (!['identity', 'gzip', 'x-gzip'].includes(encoding)) {
    throw new RequestBodyError(415, `Content-Encoding ${encoding} is not supported; send gzip or none.`);
  }
  const path = join(dir, `.body-${randomUUID()}`);
  const memoryChunks: Buffer[] = [];
  let file: FileHandle | undefined;
  let bytes = 0;
  const dispose = async () => {
    if (file === undefined) return;
    await file.close();
    await rm(path, { force: true });
  };
  async function collect(chunks: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of chunks) {
      if (bytes + chunk.length > limit)
        throw new RequestBodyError(413, `The body is larger than ${limit} bytes.`);
      if (file === undefined && bytes + chunk.length > MAX_BYTES_IN_MEMORY) {
        file = await open(path, 'wx+', 0o600);
        // Unlinked while open, so that nothing is left even if this process dies.
        await rm(path, { force: true }).catch(() => undefined);
        for (const [offset, buffered] of withOffsets(memoryChunks.splice(0)))
          await writeAll(file, buffered, offset);
      }
      if (file === undefined) memoryChunks.push(chunk);
      else await writeAll(file, chunk, bytes);
      bytes += chunk.length;
    }
  }
  // Not one pipeline with the request in it: that would tear down the connection that the refusal goes over.
  const decoder = encoding === 'identity' ? new PassThrough() : createGunzip();
  const onClose = () => {
    if (!req.complete) decoder.destroy(new Error('the connection was closed in the middle of the body'));
  };
  req.once('close', onClose);
  req.pipe(decoder);
  try {
    await pipeline(decoder, collect);
    return { content: file ?? Buffer.concat(memoryChunks), bytes, dispose };
  } catch (error) {
    req.unpipe(decoder);
    req.resume();
    await dispose();
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code.startsWith('Z_')) throw new RequestBodyError(400, 'The body is not valid gzip.');
    throw error;
  } finally {
    req.off('close', onClose);
  }
}

/** Chunks, each with where it begins. */
function withOffsets(chunks: readonly Buffer[]): [number, Buffer][] {
  let offset = 0;
  return chunks.map((chunk) => {
    offset += chunk.length;
    return [offset - chunk.length, chunk];
  });
}

/** Writes at a place, so that the file's own position stays at its beginning for whoever is handed it. */
async function writeAll(file: FileHandle, chunk: Buffer, offset: number): Promise<void> {
  let written = 0;
  while (written < chunk.length)
    written += (await file.write(chunk, written, chunk.length - written, offset + written)).bytesWritten;
}
