import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountBackend } from '../../companion/server/account-backend.ts';
import { openCompanion } from '../../companion/server/server.ts';
import { type CallOutcome, proxyTo } from '../../scripts/support/proxy.ts';
import { tokenOf } from '../kit/companion.ts';
import { eventsIn, jsonType, setUpCompanion } from './companion-client.ts';

const companion = setUpCompanion();
const { raw, post } = companion;

describe('a check in the companion', () => {
  it('shows the account, streams each finding, and ends with the verdict', async () => {
    const session = JSON.parse((await raw('/api/session', { 'x-lab-token': companion.token })).body);
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

  it('streams what is known while one call hangs, and ends after that call', async () => {
    let release: (fate: CallOutcome) => void = () => {};
    const held = new Promise<CallOutcome>((resolve) => {
      release = resolve;
    });
    const proxy = await proxyTo(companion.lab.practice.endpoint, ({ method, url }) =>
      method === 'GET' && /[?&]tagging/.test(url) ? held : 'pass',
    );
    const slow = await openCompanion({
      folder: join(companion.root, 'site'),
      assets: join(companion.root, 'assets'),
      port: 0,
      ...accountBackend(
        {},
        { ...companion.lab.env, AWS_ENDPOINT_URL: proxy.endpoint },
        new AbortController().signal,
      ),
      onInternalError: (error) => companion.internalErrors.push(error),
    });
    const token = await tokenOf(slow);
    const answer = await fetch(`${slow.address}/api/check`, {
      method: 'POST',
      headers: { ...jsonType, 'x-lab-token': token },
      body: JSON.stringify({ step: 'step-3' }),
    });
    let text = '';
    const checks = () => [...text.matchAll(/"check":"([a-z.]+)"/g)].map(([, id]) => id ?? '').sort();
    const others = ['closed', 'encrypted', 'exists', 'private', 'region', 'versioned'];
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      // All findings that do not need the tags have arrived: only now the test releases the tags.
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

  it('that cannot start reports why', async () => {
    const broken = await openCompanion({
      folder: join(companion.root, 'site'),
      assets: join(companion.root, 'assets'),
      port: 0,
      ...accountBackend(
        {},
        { ...companion.lab.env, AWS_SECRET_ACCESS_KEY: 'wrong' },
        new AbortController().signal,
      ),
      onInternalError: (error) => companion.internalErrors.push(error),
    });
    const answer = await fetch(`${broken.address}/api/session`, {
      headers: { 'x-lab-token': await tokenOf(broken) },
    });
    const session = (await answer.json()) as { error: string };
    expect(session.error).toContain('secret access key does not belong');
    await broken.close();
  });
});
