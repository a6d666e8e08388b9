import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AttackedAccount, withAttackedAccount } from './attacked-account.ts';

let account: AttackedAccount;
withAttackedAccount((opened) => {
  account = opened;
});

describe('XML that refers to other content', () => {
  const tagged = (head: string, value: string) =>
    `<?xml version="1.0"?>${head}<Tagging><TagSet><Tag><Key>a</Key><Value>${value}</Value></Tag></TagSet></Tagging>`;
  const put = (body: string) => account.raw.signed('s3', { method: 'PUT', target: '/safety?tagging', body });

  it('does not expand', async () => {
    const laughs = Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join(
      '',
    );
    const started = Date.now();
    const answer = await put(tagged(`<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>`, '&l12;'));
    expect(answer.status).toBe(400);
    expect(Date.now() - started).toBeLessThan(2000);
    expect(account.internalErrors).toEqual([]);
  });

  it('loads nothing from the disk or the network', async () => {
    let requestCount = 0;
    const listener = createServer((_, response) => {
      requestCount += 1;
      response.end('fetched');
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as AddressInfo;
    for (const entityUrl of [`http://127.0.0.1:${port}/x`, `file://${join(account.outside, 'secret.txt')}`]) {
      for (const head of [
        `<!DOCTYPE x [<!ENTITY e SYSTEM "${entityUrl}">]>`,
        `<!DOCTYPE x SYSTEM "${entityUrl}">`,
        `<!DOCTYPE x [<!ENTITY % p SYSTEM "${entityUrl}"> %p;]>`,
      ]) {
        const answer = await put(tagged(head, '&e;'));
        expect(answer.body).not.toContain('secret of the machine');
        const response = await account.raw.signed('s3', { target: '/safety?tagging' });
        expect(response.body).not.toMatch(/secret of the machine|fetched/);
      }
    }
    listener.close();
    expect(requestCount).toBe(0);
    expect(account.internalErrors).toEqual([]);
  });

  it('is rejected if it is nested without end', async () => {
    const answer = await put('<Tagging>'.repeat(20_000));
    expect(answer.status).toBe(400);
    expect(account.internalErrors).toEqual([]);
  });
});

it('after the attacks, the account still works', async () => {
  await account.expectIntact();
});
