import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountBackend } from '../../companion/server/account-backend.ts';
import { repositoryOwner } from '../../companion/server/page-settings.ts';
import { type Companion, openCompanion } from '../../companion/server/server.ts';
import { consoleBackend } from '../../console/server/backend.ts';
import { mountConsole } from '../../console/server/mount.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { type CallOutcome, proxyTo } from '../../scripts/support/proxy.ts';
import { everything } from '../checker/teardown/teardown-session.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
let companion: Companion;
let root: string;
let token: string;
const faults: unknown[] = [];

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
    ...{ folder, assets, port: 0 },
    ...accountBackend({}, lab.env, new AbortController().signal),
    console: mountConsole(consoleBackend(lab.env, () => repositoryOwner(lab.env))),
    onInternalError: (error) => faults.push(error),
  });
  token = ((await (await fetch(`${companion.address}/api/session`)).json()) as { token: string }).token;
}, 60_000);
afterAll(async () => {
  await companion.close();
  await built.close();
  rmSync(root, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

interface Answer {
  status: number;
  body: string;
  headers: Record<string, string | string[] | undefined>;
}

/** A request as no browser would let a page send it: any path as it stands, any Host, any Origin. */
function raw(path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Answer> {
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
}

const json = { 'content-type': 'application/json' };
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  raw(
    path,
    { ...json, 'x-lab-token': token, ...headers },
    'POST',
    typeof body === 'string' ? body : JSON.stringify(body),
  );

/** The events of an answer, in order. */
const eventsIn = ({ body }: Answer) =>
  body
    .split('\n\n')
    .filter(Boolean)
    .map((part) => {
      const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
      return { event, data: JSON.parse(data) };
    });

describe('the companion’s pages', () => {
  it('are the site’s, with the companion in them and leave to speak with it alone', async () => {
    const front = await raw('/');
    expect(front.status).toBe(200);
    expect(front.body).toContain('<script src="/companion.js" defer></script>');
    expect(front.body).toContain("default-src 'none'; connect-src 'self'; script-src 'self'");
    expect(front.headers['content-security-policy']).toBe("frame-ancestors 'none'");
    expect(front.headers['x-content-type-options']).toBe('nosniff');
    expect((await raw('/steps/a.html?x=1')).body).toContain('a step');
    expect(await raw('/companion.js')).toMatchObject({ status: 200, body: '1;' });
    expect(await raw('/nothing.html')).toMatchObject({
      status: 404,
      body: expect.stringContaining('not here'),
    });
    expect((await raw('/', {}, 'DELETE')).status).toBe(405);
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/steps/../../secret.txt',
    '/steps/..%2f..%2fsecret.txt',
    '/../site-secret.txt',
    '//etc/passwd',
    '/steps/a.html%00.txt',
    '/%zz',
    '/companion.js/../../secret.txt',
  ])('do not lead out of their folder: %s', async (path) => {
    const answer = await raw(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });
});

describe('strangers', () => {
  const port = () => new URL(companion.address).port;
  it('by another name for this machine are refused, on every path', async () => {
    for (const host of ['evil.example', `evil.example:${port()}`, '127.0.0.1', '127.0.0.1:1'])
      for (const path of ['/', '/api/session', '/api/token', '/companion.js'])
        expect([host, path, (await raw(path, { host })).status]).toEqual([host, path, 403]);
    expect((await raw('/', { host: `localhost:${port()}` })).status).toBe(200);
  });

  it('of another origin get no token, and can start nothing', async () => {
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:1`]) {
      expect((await raw('/api/session', { origin })).status).toBe(403);
      expect((await raw('/api/token', { origin })).status).toBe(403);
      expect((await post('/api/check', { step: 'step-3' }, { origin })).status).toBe(403);
      expect((await post('/api/console/aws', { argv: ['s3api', 'list-buckets'] }, { origin })).status).toBe(
        403,
      );
    }
    const crossSite = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await raw('/api/session', crossSite)).status).toBe(403);
    expect((await raw('/api/token', crossSite)).status).toBe(403);
  });

  it('without the run’s token are refused, whatever they send', async () => {
    for (const given of ['', 'x', `${token}x`, token.slice(0, -1)])
      for (const path of [
        ...['/api/check', '/api/teardown/plan', '/api/teardown/carry-out'],
        ...['/api/console/aws', '/api/console/host/repositories'],
      ])
        expect((await post(path, {}, { 'x-lab-token': given })).status).toBe(403);
    expect((await raw('/api/check', { 'content-type': 'text/plain' }, 'POST', '{}')).status).toBe(403);
  });

  it('find the token in no page and in no address', async () => {
    for (const path of ['/', '/steps/a.html', '/companion.js'])
      expect((await raw(path)).body).not.toContain(token);
  });
});

describe('bodies', () => {
  it.each([
    ['no JSON', '{', 400],
    ['no object', '[]', 400],
    ['too long', `{"step":"${'x'.repeat(20_000)}"}`, 413],
    ['no step', {}, 400],
    ['a step that is none', { step: 'step-99' }, 400],
    ['an address that is none', { step: 'step-7', url: 7 }, 400],
  ])('%s: refused', async (_name, body, status) => {
    expect((await post('/api/check', body)).status).toBe(status);
  });

  it('of another type: refused', async () => {
    expect((await post('/api/check', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await raw('/api/check')).status).toBe(405);
    expect((await post('/api/other', {})).status).toBe(404);
  });
});

describe('a check', () => {
  it('says who is asked, tells each finding, and ends with the verdict', async () => {
    const session = JSON.parse((await raw('/api/session')).body);
    expect(session.target).toMatchObject({ kind: 'practice', account: '000000000000', region: 'us-east-1' });
    expect(session.target.line).toContain('practice account 000000000000');
    const events = eventsIn(await post('/api/check', { step: 'step-3' }));
    expect(events.at(-1)).toEqual({ event: 'end', data: { verdict: 'pass' } });
    const findings = events.filter(({ event }) => event === 'finding').map(({ data }) => data);
    expect(findings.map(({ check }) => check)).toContain('bucket.versioned');
    expect(findings[0]).toMatchObject({
      verdict: 'pass',
      link: expect.stringContaining('labs/steps/step-3'),
    });
  });

  it('tells what is known while one call still hangs, and ends when that one has come', async () => {
    let release: (fate: CallOutcome) => void = () => {};
    const held = new Promise<CallOutcome>((resolve) => {
      release = resolve;
    });
    const proxy = await proxyTo(lab.practice.endpoint, ({ method, url }) =>
      method === 'GET' && /[?&]tagging/.test(url) ? held : 'pass',
    );
    const slow = await openCompanion({
      ...{ folder: join(root, 'site'), assets: join(root, 'assets'), port: 0 },
      ...accountBackend({}, { ...lab.env, AWS_ENDPOINT_URL: proxy.endpoint }, new AbortController().signal),
      onInternalError: (error) => faults.push(error),
    });
    const session = (await (await fetch(`${slow.address}/api/session`)).json()) as { token: string };
    const answer = await fetch(`${slow.address}/api/check`, {
      method: 'POST',
      headers: { ...json, 'x-lab-token': session.token },
      body: JSON.stringify({ step: 'step-3' }),
    });
    let text = '';
    const checks = () => [...text.matchAll(/"check":"([a-z.]+)"/g)].map(([, id]) => id ?? '').sort();
    const others = ['closed', 'encrypted', 'exists', 'private', 'region', 'versioned'];
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      // All that does not need the tags has been told: only now may the tags come.
      if (checks().length === others.length) {
        expect(checks()).toEqual(others.map((name) => `bucket.${name}`));
        expect(text).not.toContain('event: end');
        release('pass');
      }
    }
    expect(checks()).toEqual(
      ['closed', 'encrypted', 'exists', 'private', 'region', 'tagged', 'versioned'].map(
        (name) => `bucket.${name}`,
      ),
    );
    expect(text).toContain('"check":"bucket.tagged","verdict":"pass"');
    expect(text.trimEnd()).toMatch(/event: end\ndata: {"verdict":"pass"}$/);
    await slow.close();
    await proxy.close();
  });

  it('that cannot begin says why', async () => {
    const broken = await openCompanion({
      ...{ folder: join(root, 'site'), assets: join(root, 'assets'), port: 0 },
      ...accountBackend({}, { ...lab.env, AWS_SECRET_ACCESS_KEY: 'wrong' }, new AbortController().signal),
      onInternalError: (error) => faults.push(error),
    });
    const session = (await (await fetch(`${broken.address}/api/session`)).json()) as { error: string };
    expect(session.error).toContain('secret access key does not belong');
    await broken.close();
  });
});

describe('a teardown', () => {
  it('shows its plan, and deletes only for the digest and the account’s number', async () => {
    const before = everything(lab);
    const plan = JSON.parse((await post('/api/teardown/plan', {})).body);
    expect(plan.text).toContain('This goes:');
    expect(plan.digest).toMatch(/^[0-9a-f]{16}$/);
    for (const body of [
      {},
      { digest: plan.digest },
      { digest: plan.digest, account: '123456789012' },
      { digest: '../../x', account: '000000000000' },
    ])
      expect((await post('/api/teardown/carry-out', body)).status).toBe(400);
    const other = eventsIn(
      await post('/api/teardown/carry-out', { digest: '0123456789abcdef', account: '000000000000' }),
    );
    expect(other.at(-1)).toEqual({ event: 'end', data: { exit: 1 } });
    expect(everything(lab)).toEqual(before);
    const both = [1, 2].map(() =>
      post('/api/teardown/carry-out', { digest: plan.digest, account: '000000000000' }),
    );
    const answers = await Promise.all(both);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const done = eventsIn(answers.find(({ status }) => status === 200) as Answer);
    expect(done.at(-1)).toEqual({ event: 'end', data: { exit: 0 } });
    expect(done.map(({ data }) => data).join('')).toContain('Proven: nothing of the lab is left');
    expect(everything(lab).size).toBe(0);
  });
});

const called = async (argv: unknown, more: object = {}) => {
  const { status, body } = await post('/api/console/aws', { argv, ...more });
  return {
    status,
    said: JSON.parse(body) as { output?: unknown; error?: { code?: string; message: string } },
  };
};

describe('settings', () => {
  const kept = () => JSON.parse(readFileSync(join(lab.env.LAB_HOME ?? '', 'config.json'), 'utf8'));

  it('that a page keeps are those that the checker goes by', async () => {
    const before = JSON.parse((await raw('/api/session')).body).settings;
    expect(before).toMatchObject({ region: 'us-east-1', branch: 'main' });
    const wanted = { branch: 'trunk', deployBucket: 'my-own-bucket' };
    const { status, body } = await post('/api/settings', wanted);
    expect([status, JSON.parse(body).settings]).toEqual([200, expect.objectContaining(wanted)]);
    expect(kept()).toMatchObject({ branch: 'trunk', names: { deployBucket: 'my-own-bucket' } });
    const events = eventsIn(await post('/api/check', { step: 'step-3' }));
    expect(JSON.stringify(events)).toContain('my-own-bucket');
    // What is not said any more is what follows from the others.
    await post('/api/settings', {});
    expect(kept().names).toBeUndefined();
    const again = JSON.stringify(eventsIn(await post('/api/check', { step: 'step-3' })));
    expect(again).not.toContain('my-own-bucket');
    expect(again).toContain(lab.names.deployBucket);
  });

  it.each([
    ['a name that is none', { clone: '/etc' }, 'clone: expected text, of region'],
    ['a value that is none', { branch: 7 }, 'branch: expected text'],
    ['a repository that is none', { repository: '../../etc' }, 'repository: "../../etc" cannot be used'],
    ['a bucket that is none', { deployBucket: 'A_B' }, 'names.deployBucket'],
  ])('%s: refused, and nothing is written', async (_name, body, words) => {
    const before = kept();
    const answer = await post('/api/settings', body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).error).toContain(words);
    expect(kept()).toEqual(before);
  });
});

describe('the practice console', () => {
  it('is one page at any of its addresses, and speaks with this server alone', async () => {
    for (const path of ['/console', '/console/', '/console/s3/buckets/..%2f..', '/console/<script>']) {
      const { status, body } = await raw(path);
      expect([path, status]).toEqual([path, 200]);
      expect(body).toContain("default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'");
      expect(body).not.toContain('<script>');
      expect(body).not.toContain(token);
    }
    expect((await raw('/consoles')).status).toBe(404);
  });

  it('runs commands of the AWS CLI, and says what AWS said', async () => {
    expect((await called(['sts', 'get-caller-identity'])).said.output).toMatchObject({
      Account: '000000000000',
    });
    const { said } = await called(['s3api', 'get-bucket-location', '--bucket', 'not-there-at-all']);
    expect(said.error).toMatchObject({ code: 'NoSuchBucket' });
    expect(said.error?.message).toContain('(NoSuchBucket) when calling the GetBucketLocation operation');
  });

  it.each([
    ['to another server', ['sts', 'get-caller-identity', '--endpoint-url', 'http://127.0.0.1:1']],
    ['to another server, joined', ['sts', 'get-caller-identity', '--endpoint-url=http://127.0.0.1:1']],
    ['with other keys', ['sts', 'get-caller-identity', '--profile', 'work']],
    ['that writes a file', ['s3api', 'get-object', '--bucket', 'b', '--key', 'k', '/tmp/written']],
    ['of settings', ['configure', 'set', 'region', 'x']],
    ['of another service', ['ec2', 'describe-instances']],
    ['of no operation', ['s3api', 'drop-everything']],
    ['that is no command', ['--version']],
  ])('runs no command %s', async (_name, argv) => {
    const { status, said } = await called(argv);
    expect(status).toBe(200);
    expect(said.output).toBeUndefined();
    expect(said.error?.code).toBeUndefined();
    expect(said.error?.message).toMatch(/does not run|does not know/);
  });

  it('reads no file of this machine, whichever way it is named', async () => {
    const secret = join(root, 'secret.txt');
    for (const argv of [
      ['iam', 'create-role', '--role-name', 'r', '--assume-role-policy-document', `file://${secret}`],
      ['s3api', 'put-object', '--bucket', 'b', '--key', 'k', '--body', secret],
      ['s3api', 'create-bucket', '--cli-input-json', `file://${secret}`],
    ]) {
      const { said } = await called(argv);
      expect(said.error?.message).toContain('it was not sent along');
      expect(JSON.stringify(said)).not.toContain('secret"');
    }
  });

  it.each([
    ['no words', {}],
    ['words that are none', { argv: 'sts get-caller-identity' }],
    ['an empty command', { argv: [] }],
    ['a word that is none', { argv: ['sts', 7] }],
    ['files that are none', { argv: ['sts', 'get-caller-identity'], files: [] }],
    ['a file that is none', { argv: ['sts', 'get-caller-identity'], files: { a: 1 } }],
  ])('%s: refused', async (_name, body) => {
    expect((await post('/api/console/aws', body)).status).toBe(400);
  });

  it('has no other doors', async () => {
    expect((await post('/api/console/else', {})).status).toBe(404);
    expect(JSON.parse((await post('/api/console/host/nothing', {})).body).error).toContain(
      'has no "nothing"',
    );
    expect((await raw('/api/console/aws')).status).toBe(405);
  });

  it('is not there for a real account', async () => {
    const real = await openCompanion({
      ...{ folder: join(root, 'site'), assets: join(root, 'assets'), port: 0 },
      ...accountBackend({}, lab.env, new AbortController().signal),
      console: mountConsole(),
      onInternalError: (error) => faults.push(error),
    });
    const session = (await (await fetch(`${real.address}/api/session`)).json()) as { token: string };
    expect(session).toMatchObject({ console: false });
    const answer = await fetch(`${real.address}/api/console/aws`, {
      method: 'POST',
      headers: { ...json, 'x-lab-token': session.token },
      body: JSON.stringify({ argv: ['s3api', 'list-buckets'] }),
    });
    expect(answer.status).toBe(404);
    await real.close();
  });
});
