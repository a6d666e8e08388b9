import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Emulator } from '../core/emulator.ts';
import { type FetchCache, MAX_RESPONSE_BYTES, repositoryFingerprint } from './fetch-cache.ts';
import type { GitService } from './request-path.ts';
import { startGit, waitForExit } from './run-git.ts';

export interface ServeOptions {
  /** Folder of the bare repository. */
  repository: string;
  service: GitService;
  /** True for the list of references that begins a fetch or push, instead of the fetch or push itself. */
  advertise?: boolean;
  /** The request's body. */
  stdin?: Buffer | FileHandle;
  req: IncomingMessage;
  res: ServerResponse;
  /** Awaited after git exited, whatever its exit code, and before the response ends. */
  beforeEnd?: () => Promise<void>;
  /** Responses to earlier requests, which are sent again while the repository is unchanged. */
  cache?: FetchCache;
}

/** Returns the request with git's own output. When the client disconnects, git is killed. */
export async function serve(emulator: Pick<Emulator, 'gitDir'>, options: ServeOptions): Promise<void> {
  const { repository, service, advertise = false, stdin, req, res, beforeEnd, cache } = options;
  if (res.destroyed) return;
  const protocol = protocolOf(req, service);
  const sendHead = () => {
    if (res.headersSent) return;
    const suffix = advertise ? 'advertisement' : 'result';
    res.writeHead(200, {
      'Content-Type': `application/x-${service}-${suffix}`,
      'Cache-Control': 'no-cache, max-age=0, must-revalidate',
    });
    // Protocol version 2 announces itself; older versions require the name of the service first.
    if (advertise && !/\bversion=2\b/.test(protocol ?? ''))
      res.write(`${pktLine(`# service=${service}\n`)}0000`);
  };
  const fetchRequest =
    cache === undefined || service !== 'git-upload-pack' || (stdin !== undefined && !Buffer.isBuffer(stdin))
      ? undefined
      : { repository, protocol, advertise, body: stdin };
  const fingerprint = fetchRequest === undefined ? undefined : repositoryFingerprint(repository);
  const cached =
    fetchRequest && fingerprint !== undefined ? cache?.get(fetchRequest, fingerprint) : undefined;
  if (cached !== undefined) {
    sendHead();
    res.end(cached);
    return;
  }
  const child = startGit(
    emulator.gitDir,
    [service.slice('git-'.length), '--stateless-rpc', ...(advertise ? ['--advertise-refs'] : []), repository],
    { ...(stdin !== undefined && { stdin }), ...(protocol !== undefined && { protocol }) },
  );
  const onClose = () => {
    child.kill();
    // Discard the remaining output. Unread output would keep git from exiting.
    child.stdout?.resume();
  };
  res.once('close', onClose);
  const outputChunks: Buffer[] = [];
  let bytes = 0;
  if (fingerprint !== undefined)
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_RESPONSE_BYTES) outputChunks.push(chunk);
      else outputChunks.length = 0;
    });
  child.stdout?.once('data', sendHead).pipe(res, { end: false });
  try {
    const { exit, stderr } = await waitForExit(child);
    await beforeEnd?.();
    // A push that requests no report gets none, so a successful git may have printed nothing.
    if (exit === 0) sendHead();
    else if (!res.headersSent) {
      res.writeHead(isServerFault(stderr) ? 500 : 400, {
        'Content-Type': 'text/plain; charset=utf-8',
      });
      res.write(`${stderr}\n`);
    }
    if (
      exit === 0 &&
      fetchRequest &&
      fingerprint !== undefined &&
      bytes <= MAX_RESPONSE_BYTES &&
      repositoryFingerprint(repository) === fingerprint
    )
      cache?.put(fetchRequest, fingerprint, Buffer.concat(outputChunks));
    res.end();
  } finally {
    res.off('close', onClose);
  }
}

/** Whether git's message blames the machine or the repository. Any other failure is attributed to the request. */
function isServerFault(stderr: string): boolean {
  return /not a git repository|unable to|no space left|cannot |could not|corrupt|permission denied|out of memory/i.test(
    stderr,
  );
}

/** The protocol version that the client requests. A push has no version 2, so git's client requests none for it. */
function protocolOf(req: IncomingMessage, service: GitService): string | undefined {
  const header = req.headers['git-protocol'];
  if (typeof header !== 'string' || service === 'git-receive-pack') return undefined;
  return /^[\w=.:-]{1,200}$/.test(header) ? header : undefined;
}

/** A packet line: four hexadecimal digits of length, themselves included, and the text. */
function pktLine(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;
}
