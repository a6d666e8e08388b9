import { describe, expect, it } from 'vitest';
import { addressOf } from '../kit/companion.ts';
import { jsonType, setUpCompanion } from './companion-client.ts';

const companion = setUpCompanion();
const { raw, post } = companion;

describe('the pages of the companion', () => {
  it("are the site's pages with the companion's script, and may connect only to it", async () => {
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
    '/companion.js/x',
    '/index.html/',
    '/steps/a.html/x',
    `/${'x'.repeat(7_000)}`,
    `/${'x/'.repeat(3_500)}`,
    `/steps/${'%C3%BC'.repeat(1_000)}.html`,
  ])('do not lead out of their folder: %s', async (path) => {
    const answer = await raw(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });
});

describe('a request from outside the page', () => {
  const port = () => new URL(companion.address).port;
  const newSecret = () => new URL(addressOf(companion.companion)).hash.replace('#access=', '');
  it('by another host name of this machine is rejected on every path', async () => {
    for (const host of ['evil.example', `evil.example:${port()}`, '127.0.0.1', '127.0.0.1:1'])
      for (const path of ['/', '/api/session', '/api/sign-in', '/companion.js'])
        expect([host, path, (await raw(path, { host })).status]).toEqual([host, path, 403]);
    expect((await raw('/', { host: `localhost:${port()}` })).status).toBe(200);
  });

  it('from another origin gets no token and can start nothing', async () => {
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:1`]) {
      expect((await raw('/api/session', { origin })).status).toBe(403);
      expect((await post('/api/sign-in', { secret: newSecret() }, { origin })).status).toBe(403);
      expect((await post('/api/check', { step: 'step-3' }, { origin })).status).toBe(403);
      expect((await post('/api/console/aws', { argv: ['s3api', 'list-buckets'] }, { origin })).status).toBe(
        403,
      );
    }
    const crossSite = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await raw('/api/session', crossSite)).status).toBe(403);
    expect((await post('/api/sign-in', { secret: newSecret() }, crossSite)).status).toBe(403);
  });

  it('without the token of a session is rejected on every route, by every method', async () => {
    const { routes } = companion.companion;
    // A route that ends with a slash answers every path below it.
    const paths = routes.flatMap(({ path }) =>
      path.endsWith('/') ? [path, `${path}aws`, `${path}host/repositories`, `${path}board`] : [path],
    );
    expect(paths.length).toBeGreaterThan(8);
    const granting = routes.filter(({ grantsAccess }) => grantsAccess).map(({ path }) => path);
    expect(granting).toEqual(['/api/sign-in', '/api/addresses']);
    const wrong = ['', 'x', `${companion.token}x`, companion.token.slice(0, -1), companion.companion.key];
    for (const path of [...paths, '/api/token', '/api/none', '/api/'])
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
        for (const headers of [{}, ...wrong.map((token) => ({ 'x-lab-token': token }))]) {
          const body = method.startsWith('P') ? '{}' : '';
          const { status } = await raw(path, { ...jsonType, ...headers }, method, body);
          const expected = granting.includes(path) && method !== 'POST' ? 405 : 401;
          expect([path, method, status]).toEqual([path, method, expected]);
        }
    const plain = { 'content-type': 'text/plain' };
    expect((await raw('/api/check', plain, 'POST', '{}')).status).toBe(401);
    expect((await raw('/api/sign-in', plain, 'POST', '{}')).status).toBe(415);
  });

  it('finds the token in no page and no script', async () => {
    for (const path of ['/', '/steps/a.html', '/companion.js'])
      expect((await raw(path)).body).not.toContain(companion.token);
  });
});

describe('the body of a request', () => {
  it.each([
    ['no JSON', '{', 400],
    ['JSON that is no object', '[]', 400],
    ['a body that is too long', `{"step":"${'x'.repeat(20_000)}"}`, 413],
    ['no step', {}, 400],
    ['an unknown step', { step: 'step-99' }, 400],
    ['an invalid address', { step: 'step-7', url: 7 }, 400],
  ])('with %s is rejected', async (_name, body, status) => {
    expect((await post('/api/check', body)).status).toBe(status);
  });

  it.each([[200], [101], [204], ['\u001b[2J'], [{}]])(
    'is never taken for a rejection of the companion: %j',
    async (status) => {
      const body = JSON.stringify({ status, message: 'x' });
      expect((await raw('/api/sign-in', jsonType, 'POST', body)).status).toBe(401);
      expect((await raw('/api/addresses', jsonType, 'POST', body)).status).toBe(401);
      expect((await post('/api/check', body)).status).toBe(400);
    },
  );

  it('of another type is rejected', async () => {
    expect((await post('/api/check', '{}', { 'content-type': 'text/plain' })).status).toBe(415);
    const withToken = { 'x-lab-token': companion.token };
    expect((await raw('/api/check', withToken)).status).toBe(405);
    expect((await post('/api/other', {})).status).toBe(404);
  });
});
