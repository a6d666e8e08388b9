import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { parseHost } from '../../companion/server/hosts.ts';
import type { CompanionOptions } from '../../companion/server/options.ts';
import { type Companion, openCompanion } from '../../companion/server/server.ts';
import { requestProof } from '../../lab-home/companion-proof.ts';
import { addressOf, tokenFrom, tokenOf } from '../kit/companion.ts';

const companions: Companion[] = [];
afterEach(async () => {
  for (const companion of companions.splice(0)) await companion.close();
});

const unused = () => Promise.reject(new Error('unused'));

/** A companion of no account. Its session is an error, which a page with access may read. */
async function open(
  allowedHosts: string[] = [],
  port = 0,
  mounts: Pick<CompanionOptions, 'class'> = {},
): Promise<Companion> {
  const companion = await openCompanion({
    folder: '/none',
    assets: '/none',
    port,
    allowedHosts,
    target: unused,
    settings: unused,
    check: unused,
    plan: unused,
    carryOut: unused,
    ...mounts,
    saveSettings: () => {},
    onInternalError(error) {
      throw error;
    },
  });
  companions.push(companion);
  return companion;
}

/** Sends JSON with these headers, of which a browser would replace some. */
function send(companion: Companion, path: string, headers: Record<string, string>, body?: object) {
  const { hostname, port } = new URL(companion.address);
  const method = body === undefined ? 'GET' : 'POST';
  const type = { 'content-type': 'application/json' };
  return new Promise<{ status: number; body: Record<string, unknown> }>((resolve, reject) => {
    const options = { hostname, port, path, method, headers: { ...type, ...headers } };
    const request = httpRequest(options, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += chunk;
      resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) });
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const proofOf = (key: string) => ({ nonce: 'n', proof: requestProof(key, 'n') });
const secretIn = (address: string) => new URL(address).hash.replace('#access=', '');
const signIn = (companion: Companion, secret: unknown, headers: Record<string, string> = {}) =>
  send(companion, '/api/sign-in', headers, { secret });
const session = (companion: Companion, token: string, headers: Record<string, string> = {}) =>
  send(companion, '/api/session', { ...headers, 'x-lab-token': token });

describe('the secret in a printed address', () => {
  it('has 256 bits, and is exchanged once for a token of as many', async () => {
    const companion = await open();
    const secret = secretIn(addressOf(companion));
    expect(secret).toMatch(/^[\w-]{43}$/);
    const { status, body } = await signIn(companion, secret);
    expect([status, Object.keys(body)]).toEqual([200, ['token']]);
    expect(body.token).toMatch(/^[\w-]{43}$/);
    expect((await session(companion, String(body.token))).status).toBe(200);
    const again = await signIn(companion, secret);
    expect(again.status).toBe(401);
    expect(again.body.error).toContain('used before');
    expect(again.body.error).toContain('npx lab open');
  });

  it('is not a token, and neither is the key', async () => {
    const companion = await open();
    const secret = secretIn(addressOf(companion));
    for (const token of [secret, companion.key]) expect((await session(companion, token)).status).toBe(401);
    expect((await signIn(companion, companion.key)).status).toBe(401);
    expect((await signIn(companion, secret)).status).toBe(200);
  });

  it('gives no access to another run on the same port, and neither does a token', async () => {
    const first = await open();
    const [token, secret] = [await tokenOf(first), secretIn(addressOf(first))];
    await first.close();
    const second = await open([], Number(new URL(first.address).port));
    const { status, body } = await session(second, token);
    expect([status, body.error]).toEqual([401, expect.stringContaining('npx lab open')]);
    expect((await signIn(second, secret)).status).toBe(401);
    expect((await send(second, '/api/addresses', {}, proofOf(first.key))).status).toBe(401);
  });

  it('works while another process guesses, whose wrong guesses are limited', async () => {
    const companion = await open();
    const address = addressOf(companion);
    const wrong = [undefined, 7, {}, '', 'x', secretIn(address).slice(1), '../../x', 'ü'.repeat(40)];
    const statuses = new Set<number>();
    for (let round = 0; round < 5; round++)
      for (const secret of wrong) statuses.add((await signIn(companion, secret)).status);
    expect([...statuses]).toEqual([401, 429]);
    for (const body of [
      { key: companion.key },
      { ...proofOf('x') },
      { ...proofOf(companion.key), nonce: 'y' },
    ])
      expect((await send(companion, '/api/addresses', {}, body)).status).toBe(429);
    const token = await tokenFrom(address);
    expect((await session(companion, token)).status).toBe(200);
    expect((await send(companion, '/api/addresses', {}, proofOf(companion.key))).status).toBe(200);
    expect((await signIn(companion, 'x'.repeat(2000))).status).toBe(413);
  });

  it('is one of the newest sixteen, and a session one of the sixty-four that were used last', async () => {
    const companion = await open();
    const addresses = Array.from({ length: 17 }, () => addressOf(companion));
    await expect(tokenFrom(addresses[0] ?? '')).rejects.toThrow('used before');
    const used = await tokenFrom(addresses[1] ?? '');
    const idle = await tokenOf(companion);
    for (let count = 0; count < 63; count++) {
      expect((await session(companion, used)).status).toBe(200);
      await tokenOf(companion);
    }
    expect((await session(companion, used)).status).toBe(200);
    expect((await session(companion, idle)).status).toBe(401);
  });
});

describe("a class's board", () => {
  it('answers no route of its API without the token of a session, by any method', async () => {
    const feed = {
      hidesNames: false,
      board: () => undefined,
      onBoard: () => () => {},
      seat: () => undefined,
    };
    const companion = await open([], 0, { class: { ...feed, pollError: () => 'a name' } });
    const paths = companion.routes.filter(({ grantsAccess }) => !grantsAccess).map(({ path }) => path);
    expect(paths).toContain('/api/class/board');
    expect(paths).toContain('/api/class/seat');
    expect(new URL(addressOf(companion)).pathname).toBe('/class');
    for (const path of [...paths, '/api/class/', '/api/class/other'])
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const headers = { 'content-type': 'application/json', 'x-lab-token': companion.key };
        const body = method.startsWith('P') ? { body: '{}' } : {};
        const response = await fetch(companion.address + path, { method, headers, ...body });
        expect([path, method, response.status]).toEqual([path, method, 401]);
        expect(await response.text()).not.toContain('a name');
      }
  });
});

describe('a host that is not allowed', () => {
  const forwarded = 'name-4400.app.github.dev';

  it('cannot exchange a secret, and does not use it up', async () => {
    const companion = await open();
    const address = addressOf(companion);
    const headers: Record<string, string>[] = [
      { host: 'evil.example' },
      { host: forwarded },
      { host: `${new URL(address).host}`, origin: `https://${forwarded}` },
      { host: `${new URL(address).host}`, origin: 'http://evil.example' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
    ];
    for (const each of headers) expect((await signIn(companion, secretIn(address), each)).status).toBe(403);
    expect((await signIn(companion, secretIn(address))).status).toBe(200);
  });

  it('is still rejected when another one is allowed', async () => {
    const companion = await open([forwarded]);
    const { host } = new URL(companion.address);
    const token = await tokenOf(companion);
    const rejected: Record<string, string>[] = [
      { host: `x.${forwarded}` },
      { host: `${forwarded}:8080` },
      { host: 'app.github.dev' },
      { host: forwarded, origin: 'https://other-4400.app.github.dev' },
      { host: forwarded, origin: `https://${forwarded}.evil.example` },
      { host: forwarded, origin: 'null' },
      { host, origin: 'https://other-4400.app.github.dev' },
      { host: forwarded, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' },
    ];
    for (const headers of rejected)
      expect([headers, (await session(companion, token, headers)).status]).toEqual([headers, 403]);
  });
});

describe('an allowed host', () => {
  const forwarded = 'name-4400.app.github.dev';

  it('has an address of its own, and may send requests as each forwarder does', async () => {
    const companion = await open([forwarded, 'localhost:8080']);
    const { host, port } = new URL(companion.address);
    const addresses = companion.newAddresses('/class').map((address) => address.replace(/=.*/, ''));
    expect(addresses).toEqual([
      `http://${host}/class#access`,
      `https://${forwarded}/class#access`,
      'http://localhost:8080/class#access',
    ]);
    const secrets = companion.newAddresses().map(secretIn);
    expect(new Set(secrets).size).toBe(3);
    const token = await tokenOf(companion);
    const accepted: Record<string, string>[] = [
      { host: forwarded, origin: `https://${forwarded}` },
      { host: forwarded.toUpperCase(), origin: `http://${forwarded}` },
      // GitHub Codespaces replaces the origin, and other forwarders replace the host.
      { host: forwarded, origin: `http://localhost:${port}` },
      { host, origin: `https://${forwarded}` },
      { host: 'localhost:8080', origin: 'http://localhost:8080' },
    ];
    for (const headers of accepted)
      expect([headers, (await session(companion, token, headers)).status]).toEqual([headers, 200]);
  });

  it.each([
    ['name-4400.app.github.dev', 'name-4400.app.github.dev'],
    ['Name.Example', 'name.example'],
    ['localhost:8080', 'localhost:8080'],
    ['lab.example:443', 'lab.example'],
    ['127.0.0.1:80', '127.0.0.1'],
  ])('is read as a browser sends it: %s', (given, host) => {
    expect(parseHost(given)).toBe(host);
  });

  it.each([
    '',
    '*',
    '*.app.github.dev',
    'https://a.example',
    'a.example/',
    'a.example/x',
    'a.example:',
    'a b',
    'a.example:99999',
    'a@b.example',
    'a.example#x',
    '[::1]:8080',
    '127.1',
    '0x7f.0.0.1',
    '.example',
    'a..example',
    `${'a'.repeat(64)}.example`,
    'ü.example',
    'a.example.',
  ])('is one exact name: not "%s"', (given) => {
    expect(parseHost(given)).toBeUndefined();
  });
});
