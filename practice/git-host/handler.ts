import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Emulator } from '../core/emulator.ts';
import { sendAndDrain } from '../core/send-and-drain.ts';
import { sendContinue } from '../core/send-continue.ts';
import { FetchCache } from './fetch-cache.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { emitRefChanges, knownRepositories } from './ref-events.ts';
import { makeBare, repositoryExists, repositoryPath } from './repository.ts';
import { RequestBodyError, type SpooledBody, spool } from './request-body.ts';
import { type GitRequestPath, type GitService, parseRequestPath } from './request-path.ts';
import { serve } from './serve.ts';

/** A push of the course's repository is a few kilobytes; GitHub accepts 2 GiB. 512 MiB stops a runaway upload. */
const BODY_LIMIT = 512 * 1024 * 1024;

export interface GitHostOptions {
  /** Whether this user and password (a token) may fetch and push. */
  checkCredentials: (user: string, password: string) => boolean;
  /** Any other code that changes repositories must use the same mutex. */
  mutex?: KeyedMutex;
  /** Largest request body in bytes, after inflating. */
  bodyLimit?: number;
}

export interface GitHandler {
  (req: IncomingMessage, res: ServerResponse): Promise<void>;
  /**
   * Resolves when no request is active: no git process runs, no request body is on disk, and every event was emitted.
   * Close the server's connections first, which ends active requests.
   */
  idle(): Promise<void>;
}

/**
 * The git host: smart HTTP (protocol versions 0 to 2) in front of the bare repositories in `emulator.gitDir`, under
 * `/_git/<owner>/<repository>.git`. The first push to a repository creates it. For each branch that a push moved, the
 * host emits `push` on `emulator.events` before the client gets the result.
 */
export function gitHandler(emulator: Emulator, options: GitHostOptions): GitHandler {
  mkdirSync(emulator.gitDir, { recursive: true });
  const mutex = options.mutex ?? new KeyedMutex();
  const cache = new FetchCache();
  // An empty repository, shown to clients that prepare the first push to a repository that does not exist yet.
  const emptyRepository = join(emulator.gitDir, '.unborn.git');

  async function advertise(
    requestPath: GitRequestPath,
    req: IncomingMessage,
    res: ServerResponse,
    query: string,
  ) {
    const service = new URLSearchParams(query).get('service');
    if (service !== 'git-upload-pack' && service !== 'git-receive-pack') {
      return sendText(res, 403, 'Only the smart HTTP protocol is served: use a git of 2010 or newer.');
    }
    const exists = repositoryExists(emulator, requestPath.repository);
    if (!exists && service === 'git-upload-pack') return notFound(res, requestPath);
    if (!exists) await makeBare(emulator, emptyRepository);
    // When an earlier push was interrupted before its events, its client got an error. That client pushes again and
    // finds nothing to push, so the events are emitted here.
    else if (service === 'git-receive-pack') await announceLocked(requestPath.repository);
    const repository = exists ? repositoryPath(emulator, requestPath.repository) : emptyRepository;
    await serve(emulator, { repository, service, advertise: true, req, res, cache });
  }

  async function fetch(
    requestPath: GitRequestPath,
    req: IncomingMessage,
    res: ServerResponse,
    body: SpooledBody,
  ) {
    if (!repositoryExists(emulator, requestPath.repository)) return notFound(res, requestPath);
    const repository = repositoryPath(emulator, requestPath.repository);
    const service: GitService = 'git-upload-pack';
    await serve(emulator, { repository, service, stdin: body.content, req, res, cache });
  }

  async function push(
    requestPath: GitRequestPath,
    req: IncomingMessage,
    res: ServerResponse,
    body: SpooledBody,
  ) {
    const service: GitService = 'git-receive-pack';
    // Before a large push, git sends an empty one (a single flush packet) to find out whether it may push.
    if (body.bytes <= 4 && !repositoryExists(emulator, requestPath.repository)) {
      await makeBare(emulator, emptyRepository);
      return serve(emulator, { repository: emptyRepository, service, stdin: body.content, req, res });
    }
    // One push at a time to a repository, so that every change between before and after comes from this push.
    await mutex.runExclusive(requestPath.repository.toLowerCase(), async () => {
      if (res.destroyed) return;
      const repository = repositoryPath(emulator, requestPath.repository);
      await makeBare(emulator, repository);
      await emitRefChanges(emulator, requestPath.repository);
      const beforeEnd = () => emitRefChanges(emulator, requestPath.repository);
      await serve(emulator, { repository, service, stdin: body.content, req, res, beforeEnd });
    });
  }

  async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (req.url ?? '').split('?', 2);
    const requestPath = parseRequestPath(path);
    const { user, password } = basicCredentials(req);
    if (!options.checkCredentials(user, password)) {
      res.setHeader('WWW-Authenticate', 'Basic realm="practice git host", charset="UTF-8"');
      return sendText(res, 401, 'Authentication failed: the user or the token in the address is wrong.');
    }
    if (requestPath === undefined) {
      return sendText(res, 404, 'Not Found: repositories are at /_git/<owner>/<repository>.git');
    }
    const method = requestPath.endpoint === 'info/refs' ? 'GET' : 'POST';
    if (req.method !== method) {
      res.setHeader('Allow', method);
      return sendText(res, 405, `${requestPath.endpoint} takes ${method}.`);
    }
    if (requestPath.endpoint === 'info/refs') return advertise(requestPath, req, res, query);
    if (req.headers['content-type'] !== `application/x-${requestPath.endpoint}-request`) {
      return sendText(res, 415, `Content-Type must be application/x-${requestPath.endpoint}-request.`);
    }
    let body: SpooledBody;
    try {
      sendContinue(req, res);
      body = await spool(req, emulator.gitDir, options.bodyLimit ?? BODY_LIMIT);
    } catch (error) {
      if (error instanceof RequestBodyError) return sendText(res, error.status, error.message);
      if (!req.complete) return; // The client disconnected, so there is no connection to answer on.
      throw error;
    }
    try {
      if (requestPath.endpoint === 'git-upload-pack') await fetch(requestPath, req, res, body);
      else await push(requestPath, req, res, body);
    } finally {
      await body.dispose();
    }
  }

  const announceLocked = (repository: string) =>
    mutex.runExclusive(repository.toLowerCase(), () => emitRefChanges(emulator, repository));

  const pending = new Set<Promise<void>>();
  const track = (started: Promise<void>) => {
    const work = started.finally(() => pending.delete(work));
    pending.add(work);
    return work;
  };
  const handler = (req: IncomingMessage, res: ServerResponse) => track(handle(req, res));
  // Emit the events of pushes that were interrupted by the end of the last process.
  for (const repository of knownRepositories(emulator))
    track(announceLocked(repository)).catch((error: unknown) =>
      emulator.events.emit('internal-error', error),
    );
  const idle = async () => {
    while (pending.size > 0) await Promise.allSettled(pending);
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

function notFound(res: ServerResponse, requestPath: GitRequestPath): Promise<void> {
  return sendText(res, 404, `Repository ${requestPath.repository} not found: push to it once to make it.`);
}

async function sendText(res: ServerResponse, status: number, message: string): Promise<void> {
  if (res.destroyed || res.headersSent) return;
  const body = Buffer.from(`${message}\n`);
  res.statusCode = status;
  res.setHeader('Content-Type', 'text/plain; charset=utf-8');
  res.setHeader('Cache-Control', 'no-cache');
  res.setHeader('Content-Length', body.length);
  await sendAndDrain(res, body);
}
