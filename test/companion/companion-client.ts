import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { accountBackend } from '../../companion/server/account-backend.ts';
import { repositoryOwner } from '../../companion/server/page-settings.ts';
import { type Companion, openCompanion } from '../../companion/server/server.ts';
import { consoleBackend } from '../../console/server/backend.ts';
import { mountConsole } from '../../console/server/mount.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { tokenOf } from '../kit/companion.ts';

export interface Answer {
  status: number;
  body: string;
  headers: Record<string, string | string[] | undefined>;
}

/** The companion of one finished lab, and requests to it that no browser would send. */
export interface CompanionClient {
  readonly lab: LabAccount;
  /** The folder that contains the site, the assets and `secret.txt`. */
  readonly root: string;
  readonly address: string;
  readonly companion: Companion;
  readonly token: string;
  internalErrors: unknown[];
  /** Sends the path, the Host header and the Origin header unchanged. */
  raw(path: string, headers?: Record<string, string>, method?: string, body?: string): Promise<Answer>;
  /** Sends JSON with the run's token, unless the headers replace them. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
}

export const jsonType = { 'content-type': 'application/json' };

/** The events of a response, in order. */
export const eventsIn = ({ body }: Answer) =>
  body
    .split('\n\n')
    .filter(Boolean)
    .map((part) => {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
      return { event, data: JSON.parse(data) };
    });

/** Registers the hooks that open the companion of a finished lab for the calling test file, and close it. */
export function setUpCompanion(): CompanionClient {
  let built: Awaited<ReturnType<typeof finishedLab>>;
  let lab: LabAccount;
  let companion: Companion;
  let root: string;
  let token: string;
  const internalErrors: unknown[] = [];

  beforeAll(async () => {
    built = await finishedLab();
    lab = await built.open();
    root = mkdtempSync(join(tmpdir(), 'companion-'));
    const folder = join(root, 'site');
    mkdirSync(join(folder, 'steps'), { recursive: true });
    const csp = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">`;
    writeFileSync(join(folder, 'index.html'), `<html><head>${csp}</head><body>front</body></html>`);
    writeFileSync(join(folder, '404.html'), '<html><head></head><body>not here</body></html>');
    writeFileSync(join(folder, 'steps', 'a.html'), '<html><head></head><body>a step</body></html>');
    writeFileSync(join(root, 'secret.txt'), 'secret');
    writeFileSync(join(root, 'site-secret.txt'), 'secret');
    const assets = join(root, 'assets');
    mkdirSync(assets);
    writeFileSync(join(assets, 'companion.js'), '1;');
    writeFileSync(join(assets, 'companion-style.css'), 'a{}');
    companion = await openCompanion({
      folder,
      assets,
      port: 0,
      ...accountBackend({}, lab.env, new AbortController().signal),
      console: mountConsole(consoleBackend(lab.env, () => repositoryOwner(lab.env))),
      onInternalError: (error) => internalErrors.push(error),
    });
    token = await tokenOf(companion);
  }, 60_000);
  afterAll(async () => {
    await companion.close();
    await built.close();
    rmSync(root, { recursive: true, force: true });
    expect(internalErrors).toEqual([]);
  });

  const raw: CompanionClient['raw'] = (path, headers = {}, method = 'GET', body = '') => {
    const { hostname, port, host } = new URL(companion.address);
    return new Promise((resolve, reject) => {
      const sent = httpRequest({ hostname, port, path, method, headers: { host, ...headers } }, (answer) => {
        let text = '';
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: text, headers: answer.headers }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  };
  return {
    internalErrors,
    raw,
    get lab() {
      return lab;
    },
    get root() {
      return root;
    },
    get companion() {
      return companion;
    },
    get address() {
      return companion.address;
    },
    get token() {
      return token;
    },
    post: (path, body, headers = {}) =>
      raw(
        path,
        { ...jsonType, 'x-lab-token': token, ...headers },
        'POST',
        typeof body === 'string' ? body : JSON.stringify(body),
      ),
  };
}
