import { describe, expect, it } from 'vitest';
import { type AttackedAccount, withAttackedAccount } from './attacked-account.ts';

let account: AttackedAccount;
withAttackedAccount((opened) => {
  account = opened;
});

const git = (password = new URL(account.practice.exports.LAB_GIT_URL ?? '').password) => ({
  authorization: `Basic ${Buffer.from(`learner:${password}`).toString('base64')}`,
});

describe('the Host header', () => {
  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evil.example:80',
    '10.0.0.1',
    '0.0.0.0',
    '[::2]',
    'localhost@evil.example',
    'localhost evil.example',
    'xlocalhost',
    '',
  ])('is rejected if it is not a loopback name: %s', async (host) => {
    for (const target of [
      '/safety',
      '/_admin/authorize',
      '/_git/a/b.git/info/refs?service=git-upload-pack',
    ]) {
      const answer = await account.raw.send({ target, headers: { host } });
      expect(answer.status).toBe(host === '' ? answer.status : 403);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }
    account.expectNothingEscaped();
  });

  it('is not replaced by the target or a forwarding header', async () => {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'localhost', forwarded: 'host=localhost' };
    expect((await account.raw.send({ target: 'http://localhost/safety', headers })).status).toBe(403);
  });

  it('is a loopback address in the endpoint of the account', () => {
    expect(new URL(account.practice.endpoint).hostname).toBe('127.0.0.1');
  });
});

describe('the token and the passwords', () => {
  it.each(['', 'wrong', '00000000-0000-0000-0000-000000000000', 'undefined', '*'])(
    'of the admin routes: %j is rejected',
    async (token) => {
      const headers = token === '' ? {} : { 'x-lab-token': token };
      const answer = await account.raw.send({
        method: 'POST',
        target: '/_admin/authorize',
        headers,
        body: '{}',
      });
      expect(answer.status).toBe(403);
      expect(answer.body).not.toContain(account.practice.exports.LAB_PRACTICE_TOKEN);
    },
  );

  it('are not accepted in part, with more characters, or from the query', async () => {
    const token = account.practice.exports.LAB_PRACTICE_TOKEN ?? '';
    for (const request of [
      { target: '/_admin/authorize', headers: { 'x-lab-token': token.slice(0, -1) } },
      { target: '/_admin/authorize', headers: { 'x-lab-token': `${token}0` } },
      { target: `/_admin/authorize?x-lab-token=${token}` },
      { target: '/_admin/authorize', headers: { authorization: `Bearer ${token}` } },
    ])
      expect((await account.raw.send({ method: 'POST', ...request, body: '{}' })).status).toBe(403);
  });

  it('of git: missing, wrong and nearly right ones are rejected', async () => {
    const right = new URL(account.practice.exports.LAB_GIT_URL ?? '').password;
    const target = '/_git/ana/site.git/info/refs?service=git-receive-pack';
    for (const headers of [
      {},
      git('wrong'),
      git(right.slice(1)),
      git(`${right} `),
      { authorization: 'Basic !!' },
    ])
      expect((await account.raw.send({ target, headers })).status).toBe(401);
    expect((await account.raw.send({ target, headers: git(right) })).status).toBe(200);
  });
});

it('after the attacks, the account still works', async () => {
  await account.expectIntact();
});
