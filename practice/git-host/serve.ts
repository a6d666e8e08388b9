import type { FileHandle } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from '../core/world.ts';
import type { GitService } from './address.ts';
import { type Answers, LARGEST, stateOf } from './answers.ts';
import { ended, startGit } from './command.ts';

export interface Serving {
  /** Folder of the bare repository. */
  repository: string;
  service: GitService;
  /** The listing of references that begins a fetch or push, instead of the fetch or push itself. */
  advertise?: boolean;
  /** The request's body. */
  stdin?: Buffer | FileHandle;
  req: IncomingMessage;
  res: ServerResponse;
  /** Awaited when git is done, however it ended, and before the client is told so. */
  beforeEnd?: () => Promise<void>;
  /** What was answered to the same question is answered again while the repository is the same. */
  answers?: Answers;
}

/** Lets git itself answer the request. When the client goes away, git is ended. */
export async function serve(world: Pick<World, 'gitDir'>, serving: Serving): Promise<void> {
  const { repository, service, advertise = false, stdin, req, res, beforeEnd, answers } = serving;
  if (res.destroyed) return;
  const protocol = protocolOf(req, service);
  const head = () => {
    if (res.headersSent) return;
    const kind = advertise ? 'advertisement' : 'result';
    res.writeHead(200, {
      'Content-Type': `application/x-${service}-${kind}`,
      'Cache-Control': 'no-cache, max-age=0, must-revalidate',
    });
    // Version 2 says which it is itself; older ones need the service named first.
    if (advertise && !/\bversion=2\b/.test(protocol ?? ''))
      res.write(`${packet(`# service=${service}\n`)}0000`);
  };
  const question =
    answers === undefined || service !== 'git-upload-pack' || (stdin !== undefined && !Buffer.isBuffer(stdin))
      ? undefined
      : { repository, protocol, advertise, body: stdin };
  const state = question === undefined ? undefined : stateOf(repository);
  const known = question && state !== undefined ? answers?.get(question, state) : undefined;
  if (known !== undefined) {
    head();
    res.end(known);
    return;
  }
  const child = startGit(
    world.gitDir,
    [
      service.slice('git-'.length),
      ...['--stateless-rpc', ...(advertise ? ['--advertise-refs'] : []), repository],
    ],
    { ...(stdin !== undefined && { stdin }), ...(protocol !== undefined && { protocol }) },
  );
  const gone = () => {
    child.kill();
    // Whatever it still says goes nowhere; unread, it would keep git from ending.
    child.stdout?.resume();
  };
  res.once('close', gone);
  const said: Buffer[] = [];
  let bytes = 0;
  if (state !== undefined)
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= LARGEST) said.push(chunk);
      else said.length = 0;
    });
  child.stdout?.once('data', head).pipe(res, { end: false });
  try {
    const { exit, stderr } = await ended(child);
    await beforeEnd?.();
    // A push that asks for no report gets none, so there may be nothing said and all well.
    if (exit === 0) head();
    else if (!res.headersSent) {
      res.writeHead(isOurs(stderr) ? 500 : 400, {
        'Content-Type': 'text/plain; charset=utf-8',
      });
      res.write(`${stderr}\n`);
    }
    if (exit === 0 && question && state !== undefined && bytes <= LARGEST && stateOf(repository) === state)
      answers?.put(question, state, Buffer.concat(said));
    res.end();
  } finally {
    res.off('close', gone);
  }
}

/** Does git blame the machine or the repository? Whatever else ends it (a BUG of its own too) the client sent. */
function isOurs(stderr: string): boolean {
  return /not a git repository|unable to|no space left|cannot |could not|corrupt|permission denied|out of memory/i.test(
    stderr,
  );
}

/** The protocol version that the client asks for. Pushing has no version 2, and git's client asks none of it. */
function protocolOf(req: IncomingMessage, service: GitService): string | undefined {
  const asked = req.headers['git-protocol'];
  if (typeof asked !== 'string' || service === 'git-receive-pack') return undefined;
  return /^[\w=.:-]{1,200}$/.test(asked) ? asked : undefined;
}

/** A packet line: four hexadecimal digits of length, themselves included, and the text. */
function packet(text: string): string {
  return (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;
}
