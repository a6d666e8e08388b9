import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AttackedAccount, withAttackedAccount } from './attacked-account.ts';

let account: AttackedAccount;
withAttackedAccount((opened) => {
  account = opened;
});

const git = (password = new URL(account.practice.exports.LAB_GIT_URL ?? '').password) => ({
  authorization: `Basic ${Buffer.from(`learner:${password}`).toString('base64')}`,
});

describe('a path that leads out', () => {
  const ups = ['..', '%2e%2e', '..%2f..', '..%5c..', '%2e%2e%2f%2e%2e', '%00', '..%00', '%252e%252e', '....'];

  it("is rejected as a bucket's name", async () => {
    for (const up of [...ups, '.', 'a..b', '%2fetc', 'A', 'x'.repeat(64)]) {
      const answer = await account.raw.signed('s3', { method: 'PUT', target: `/${up}` });
      expect([400, 403, 404, 405], up).toContain(answer.status);
      expect(answer.body).toContain('<Error><Code>');
    }
    account.expectNothingEscaped();
  });

  it('is stored unchanged as a key', async () => {
    for (const key of [
      '../../../secret.txt',
      '..%2f..%2f..%2fsecret.txt',
      '%2fetc%2fpasswd',
      'a%00b',
      '%2e%2e/%2e%2e/x',
      'C:%5cx',
      'a//b',
      './a',
    ]) {
      const body = `for ${key}`;
      const put = await account.raw.signed('s3', { method: 'PUT', target: `/safety/${key}`, body });
      expect(put.status, key).toBe(200);
      const got = await account.raw.signed('s3', { target: `/safety/${key}` });
      expect(got.body).toBe(body);
    }
    expect(readFileSync(join(account.outside, 'secret.txt'), 'utf8')).toBe('a secret of the machine');
    const list = await account.raw.signed('s3', { target: '/safety?list-type=2&encoding-type=url' });
    expect(list.body).toContain('../../../secret.txt');
    account.expectNothingEscaped();
  });

  it('is rejected as the source of a copy', async () => {
    for (const source of ['safety/../../secret.txt', '../secret.txt', '/..%2f..%2fsecret.txt']) {
      const headers = { 'x-amz-copy-source': source };
      const answer = await account.raw.signed('s3', { method: 'PUT', target: '/safety/copied', headers });
      expect([400, 404]).toContain(answer.status);
    }
    account.expectNothingEscaped();
  });

  it("is rejected as a repository's name", async () => {
    for (const name of [
      ...ups.map((up) => `${up}/${up}`),
      'a/..',
      '../a',
      'a/.git',
      'a/b/c',
      '-x/y',
      '.home/x',
      'a/%00',
      '/a',
      'a/b%0a',
    ]) {
      for (const service of ['git-upload-pack', 'git-receive-pack']) {
        const target = `/_git/${name}.git/info/refs?service=${service}`;
        expect((await account.raw.send({ target, headers: git() })).status, target).toBe(404);
        const post = await account.raw.send({
          method: 'POST',
          target: `/_git/${name}.git/${service}`,
          headers: { ...git(), 'content-type': `application/x-${service}-request` },
          body: '0000',
        });
        expect(post.status).toBe(404);
      }
    }
    account.expectNothingEscaped();
  });
});

it('after the attacks, the account still works', async () => {
  await account.expectIntact();
});
