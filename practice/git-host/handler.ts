import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { World } from '../core/world.ts';
import { type Address, type GitService, readAddress } from './address.ts';
import { Answers } from './answers.ts';
import { BodyRefused, type Spooled, spool } from './body.ts';
import { Locks } from './locks.ts';
import { announce, announced } from './push.ts';
import { makeBare, repositoryExists, repositoryPath } from './repository.ts';
import { serve } from './serve.ts';

/** A push of the course's repository has kilobytes; GitHub takes 2 GiB. Half a gibibyte ends a runaway. */
const BODY_LIMIT = 512 * 1024 * 1024;

export interface GitHostOptions {
  /** Whether this user and password (a token) may fetch and push. */
  credentials: (user: string, password: string) => boolean;
  /** What else changes repositories holds these, too. */
  locks?: Locks;
  /** Largest request body in bytes, after inflating. */
  bodyLimit?: number;
}

export interface GitHandler {
  (req: IncomingMessage, res: ServerResponse): Promise<void>;
  /**
   * Resolves when nothing is in hand any more: no process of git's, no file of a request, no event to come.
   * Close the server's connections first; that ends what is under way.
   */
  idle(): Promise<void>;
}

/**
 * The git host: smart HTTP (protocol versions 0 to 2) in front of the bare repositories in `world.gitDir`, under
 * `/_git/<owner>/<repository>.git`. A repository is made by the first push to it. Each branch that a push moved
 * is told on `world.events` as `push`, before the pushing client hears that it is done.
 */
export function gitHandler(world: World, options: GitHostOptions): GitHandler {
  mkdirSync(world.gitDir, { recursive: true });
  const locks = options.locks ?? new Locks();
  const answers = new Answers();
  // What a repository that is not there yet looks like to the client of its first push.
  const unborn = join(world.gitDir, '.unborn.git');

  async function advertise(address: Address, req: IncomingMessage, res: ServerResponse, query: string) {
    const service = new URLSearchParams(query).get('service');
    if (service !== 'git-upload-pack' && service !== 'git-receive-pack') {
      return plain(res, 403, 'Only the smart HTTP protocol is served: use a git of 2010 or newer.');
    }
    const exists = repositoryExists(world, address.repository);
    if (!exists && service === 'git-upload-pack') return notFound(res, address);
    if (!exists) await makeBare(world, unborn);
    // Of a push whose telling was cut off, the client heard an error: it comes again, and has nothing to push.
    else if (service === 'git-receive-pack') await tell(address.repository);
    const repository = exists ? repositoryPath(world, address.repository) : unborn;
    await serve(world, { repository, service, advertise: true, req, res, answers });
  }

  async function fetch(address: Address, req: IncomingMessage, res: ServerResponse, body: Spooled) {
    if (!repositoryExists(world, address.repository)) return notFound(res, address);
    const repository = repositoryPath(world, address.repository);
    const service: GitService = 'git-upload-pack';
    await serve(world, { repository, service, stdin: body.content, req, res, answers });
  }

  async function push(address: Address, req: IncomingMessage, res: ServerResponse, body: Spooled) {
    const service: GitService = 'git-receive-pack';
    // Before a large push, git asks with an empty one (a lone flush packet) whether it may.
    if (body.bytes <= 4 && !repositoryExists(world, address.repository)) {
      await makeBare(world, unborn);
      return serve(world, { repository: unborn, service, stdin: body.content, req, res });
    }
    // One push at a time to a repository: what moved between before and after is then this push's work.
    await locks.hold(address.repository.toLowerCase(), async () => {
      if (res.destroyed) return;
      const repository = repositoryPath(world, address.repository);
      await makeBare(world, repository);
      await announce(world, address.repository);
      const beforeEnd = () => announce(world, address.repository);
      await serve(world, { repository, service, stdin: body.content, req, res, beforeEnd });
    });
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (req.url ?? '').split('?', 2);
    const address = readAddress(path);
    const { user, password } = basicCredentials(req);
    if (!options.credentials(user, password)) {
      res.setHeader('WWW-Authenticate', 'Basic realm="practice git host", charset="UTF-8"');
      return plain(res, 401, 'Authentication failed: the user or the token in the address is wrong.');
    }
    if (address === undefined) {
      return plain(res, 404, 'Not Found: repositories are at /_git/<owner>/<repository>.git');
    }
    const method = address.door === 'info/refs' ? 'GET' : 'POST';
    if (req.method !== method) {
      res.setHeader('Allow', method);
      return plain(res, 405, `${address.door} takes ${method}.`);
    }
    if (address.door === 'info/refs') return advertise(address, req, res, query);
    if (req.headers['content-type'] !== `application/x-${address.door}-request`) {
      return plain(res, 415, `Content-Type must be application/x-${address.door}-request.`);
    }
    let body: Spooled;
    try {
      body = await spool(req, world.gitDir, options.bodyLimit ?? BODY_LIMIT);
    } catch (error) {
      if (error instanceof BodyRefused) return plain(res, error.status, error.message);
      if (!req.complete) return; // The client is gone: nobody to answer.
      throw error;
    }
    try {
      if (address.door === 'git-upload-pack') await fetch(address, req, res, body);
      else await push(address, req, res, body);
    } finally {
      await body.dispose();
    }
  }

  const tell = (repository: string) =>
    locks.hold(repository.toLowerCase(), () => announce(world, repository));

  const inHand = new Set<Promise<void>>();
  const take = (begun: Promise<void>) => {
    const work = begun.finally(() => inHand.delete(work));
    inHand.add(work);
    return work;
  };
  const handler = (req: IncomingMessage, res: ServerResponse) => take(answer(req, res));
  // What was pushed but not told of when the process ended is told now.
  for (const repository of announced(world))
    take(tell(repository)).catch((error: unknown) => world.events.emit('fault', error));
  const idle = async () => {
    while (inHand.size > 0) await Promise.allSettled(inHand);
  };
  return Object.assign(handler, { idle });
}

/** User and password of a Basic authorization; both empty when there is none. */
function basicCredentials(req: IncomingMessage): { user: string; password: string } {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) return { user: '', password: '' };
  return { user: pair.slice(0, colon), password: pair.slice(colon + 1) };
}

function notFound(res: ServerResponse, address: Address): void {
  plain(res, 404, `Repository ${address.repository} not found: push to it once to make it.`);
}

function plain(res: ServerResponse, status: number, message: string): void {
  if (res.destroyed || res.headersSent) return;
  res.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-cache' });
  res.end(`${message}\n`);
}
