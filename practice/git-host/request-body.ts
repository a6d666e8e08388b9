import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** A request body that is rejected, with the status and message of the response. */
export class RequestBodyError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * A body up to this size is kept in memory, which covers nearly all fetches. Larger ones, mostly pushes, go to a file.
 */
const MAX_BYTES_IN_MEMORY = 64 * 1024;

/** A request's decompressed body: bytes in memory, or a file whose position is at its beginning. */
export interface SpooledBody {
  content: Buffer | FileHandle;
  bytes: number;
  dispose(): Promise<void>;
}

/**
 * Reads the whole body before git is started. So a slow or broken upload blocks no lock and no process, and git never
 * sees part of a push. The limit is on the decompressed size.
 * @throws RequestBodyError (413 over `limit` bytes, 415 for an unsupported encoding, 400 for a body that is not gzip)
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
  // The request is not part of the pipeline: an error would then destroy the connection that the error response needs.
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

/** Each chunk with its offset in bytes. */
function withOffsets(chunks: readonly Buffer[]): [number, Buffer][] {
  let offset = 0;
  return chunks.map((chunk) => {
    offset += chunk.length;
    return [offset - chunk.length, chunk];
  });
}

/** Writes at an offset, so that the file's own position stays at the beginning, where git starts to read it. */
async function writeAll(file: FileHandle, chunk: Buffer, offset: number): Promise<void> {
  let written = 0;
  while (written < chunk.length)
    written += (await file.write(chunk, written, chunk.length - written, offset + written)).bytesWritten;
}
