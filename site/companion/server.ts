import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ClassDoor } from '../class/door.ts';
import { classPage } from '../class/page.ts';
import { followClass, seatOf } from '../class/server.ts';
import type { ConsoleDoor } from '../console/door.ts';
import { consolePage } from '../console/page.ts';
import { answerConsole, longestConsoleBody } from '../console/server.ts';
import { fileOf, serveFile } from './files.ts';
import { isRefusal, type Refusal, readBody, refuseStrangers, refuseWithoutToken } from './guard.ts';

/** Which account is meant, always in sight. */
export interface Target {
  kind: 'live' | 'practice' | 'endpoint';
  account: string;
  region: string;
  /** The line that every output begins with. */
  line: string;
}

/** One finding, as a report has it. */
export interface Shown {
  check: string;
  verdict: string;
  title: string;
  expected: string;
  found: string;
  why: string;
  fix?: string;
  /** `labs/steps/step-3-bucket.md#check-bucket-exists` */
  link: string;
  cause?: string;
  /** Where it stands among its step's findings, whenever it comes. */
  place: number;
}

/** The settings that pages carry and the checker goes by. The repository is `owner/name`. */
export type PageSettings = Partial<
  Record<'region' | 'repository' | 'branch' | 'seat' | 'deployBucket', string>
>;

const settingNames = ['region', 'repository', 'branch', 'seat', 'deployBucket'] as const;

export interface CompanionOptions {
  /** The built site. */
  folder: string;
  /** Where the companion's own script and style are. */
  assets: string;
  port: number;
  /** Who is asked. Rejects with an Error whose message says what to do. */
  target(): Promise<Target>;
  /** The settings as they are now. Throws an Error whose message says what to do. */
  settings(): Promise<PageSettings>;
  /** Keeps what a page has asked for. Throws an Error whose message names the setting; then nothing is kept. */
  keep(settings: PageSettings): void;
  /** The checker on one step: tells each finding as soon as it is certain, answers the verdict. */
  check(step: string, url: string | undefined, tell: (finding: Shown) => void): Promise<string>;
  /** What a teardown would do, in words, and the digest that confirms it; no digest where nothing goes. */
  plan(): Promise<{ text: string; digest?: string }>;
  /** Carries out the plan of this digest; tells lines as it goes; answers the exit code. */
  carryOut(digest: string, tell: (text: string) => void): Promise<number>;
  /** The practice account behind `/console`; absent where a real account is asked, which has a console of its own. */
  console?: ConsoleDoor;
  /** The class behind `/class`, where one is followed. */
  class?: ClassDoor;
  /** Hears of faults of the kit. */
  onFault(error: unknown): void;
}

export interface Companion {
  address: string;
  close(): Promise<void>;
}

/** What is served beside the site's own files: the scripts and styles of companion, console and class. */
const scripts = ['companion', 'console', 'class'].flatMap((name) => [`/${name}.js`, `/${name}-style.css`]);

const security = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': "frame-ancestors 'none'",
};

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

const refuse = (response: ServerResponse, { status, message }: Refusal) =>
  json(response, status, { error: message });

/** Server-sent events: one named event with one JSON value a time. */
function events(response: ServerResponse) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  return (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Serves the site and the checker on 127.0.0.1. Rejects when the port is taken. */
export async function openCompanion(options: CompanionOptions): Promise<Companion> {
  const token = randomBytes(24).toString('base64url');
  let port = options.port;
  let isDeleting = false;
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(security)) response.setHeader(name, value);
    void answer(request, response).catch((error: unknown) => {
      options.onFault(error);
      if (response.headersSent) response.end();
      else json(response, 500, { error: 'The companion stumbled; its terminal says over what.' });
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const stranger = refuseStrangers(request, port);
    if (stranger !== undefined) return refuse(response, stranger);
    const path = (request.url ?? '/').replace(/[?#].*$/s, '');
    if (!path.startsWith('/api/')) return page(request, response, path);
    if (path === '/api/session' && request.method === 'GET') return session(response);
    if (request.method !== 'POST')
      return refuse(response, { status: 405, message: 'This is asked by POST.' });
    const tokenless = refuseWithoutToken(request, token);
    if (tokenless !== undefined) return refuse(response, tokenless);
    if (path.startsWith('/api/console/')) return forConsole(request, response, path);
    const body = await readBody(request);
    if (isRefusal(body)) return refuse(response, body);
    if (path.startsWith('/api/class/')) return forClass(response, path, body);
    if (path === '/api/check') return check(response, body);
    if (path === '/api/settings') return keep(response, body);
    if (path === '/api/teardown/plan') return plan(response);
    if (path === '/api/teardown/carry-out') return carryOut(response, body);
    json(response, 404, { error: `There is no ${path}.` });
  }

  async function forClass(
    response: ServerResponse,
    path: string,
    body: Record<string, unknown>,
  ): Promise<void> {
    const { class: door } = options;
    if (door === undefined)
      return json(response, 404, { error: 'No class is followed here: npx lab class board' });
    if (path === '/api/class/board')
      return followClass(response, events(response), door, body.hideNames === true);
    if (path !== '/api/class/seat') return json(response, 404, { error: `There is no ${path}.` });
    const said = seatOf(body, door);
    if (isRefusal(said)) return refuse(response, said);
    json(response, 200, said);
  }

  async function forConsole(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const { console: door } = options;
    if (door === undefined)
      return json(response, 404, { error: 'Only a practice account has this console.' });
    const body = await readBody(request, longestConsoleBody);
    if (isRefusal(body)) return refuse(response, body);
    const said = await answerConsole(path, body, door);
    if (isRefusal(said)) return refuse(response, said);
    json(response, said.status, said.body);
  }

  async function page(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, { status: 405, message: 'Pages are read by GET.' });
    const drawn = /^\/console(\/|$)/.test(path) ? consolePage : path === '/class' ? classPage : undefined;
    if (drawn !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      response.end(drawn);
      return;
    }
    const own = scripts.includes(path) ? fileOf(options.assets, path) : undefined;
    const file = own ?? fileOf(options.folder, path);
    return file === undefined
      ? serveFile(response, join(options.folder, '404.html'), 404)
      : serveFile(response, file);
  }

  async function session(response: ServerResponse): Promise<void> {
    try {
      const target = await options.target();
      json(response, 200, {
        ...{ token, target, settings: await options.settings() },
        console: options.console !== undefined,
      });
    } catch (error) {
      json(response, 200, { token, error: wordsOf(error) });
    }
  }

  async function keep(response: ServerResponse, body: Record<string, unknown>): Promise<void> {
    const settings: PageSettings = {};
    for (const [name, value] of Object.entries(body)) {
      const known = settingNames.find((one) => one === name);
      if (known === undefined || typeof value !== 'string')
        return refuse(response, {
          status: 400,
          message: `${name}: expected text, of ${settingNames.join(', ')}.`,
        });
      settings[known] = value;
    }
    try {
      options.keep(settings);
      json(response, 200, { settings: await options.settings() });
    } catch (error) {
      refuse(response, { status: 400, message: wordsOf(error) });
    }
  }

  async function check(response: ServerResponse, body: Record<string, unknown>): Promise<void> {
    const { step, url } = body;
    if (typeof step !== 'string' || !/^step-[1-9]$/.test(step))
      return refuse(response, { status: 400, message: 'step: expected step-1 to step-9.' });
    if (url !== undefined && typeof url !== 'string')
      return refuse(response, { status: 400, message: 'url: expected an address.' });
    const tell = events(response);
    try {
      const verdict = await options.check(step, url, (finding) => void tell('finding', finding));
      tell('end', { verdict });
    } catch (error) {
      tell('trouble', { message: wordsOf(error) });
    }
    response.end();
  }

  async function plan(response: ServerResponse): Promise<void> {
    try {
      json(response, 200, await options.plan());
    } catch (error) {
      json(response, 200, { error: wordsOf(error) });
    }
  }

  /** A person has typed the account's number, and it is the account that is asked: only then. */
  async function carryOut(response: ServerResponse, body: Record<string, unknown>): Promise<void> {
    const { digest, account } = body;
    if (typeof digest !== 'string' || !/^[0-9a-f]{16}$/.test(digest))
      return refuse(response, { status: 400, message: 'digest: expected the digest of the plan.' });
    const { account: own } = await options.target();
    if (account !== own)
      return refuse(response, { status: 400, message: `account: type the account's number, ${own}.` });
    if (isDeleting) return refuse(response, { status: 409, message: 'A teardown is under way already.' });
    isDeleting = true;
    const tell = events(response);
    try {
      const exit = await options.carryOut(digest, (text) => void tell('line', text));
      tell('end', { exit });
    } catch (error) {
      tell('trouble', { message: wordsOf(error) });
    } finally {
      isDeleting = false;
    }
    response.end();
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;
  return {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
