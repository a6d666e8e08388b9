import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventsIn, setUpCompanion } from './companion-client.ts';

const companion = setUpCompanion();
const { raw, post } = companion;

describe('settings', () => {
  const kept = () => JSON.parse(readFileSync(join(companion.lab.env.LAB_HOME ?? '', 'config.json'), 'utf8'));

  it('of a page apply to the checker', async () => {
    const session = await raw('/api/session', { 'x-lab-token': companion.token });
    const before = JSON.parse(session.body).settings;
    expect(before).toMatchObject({ region: 'us-east-1', branch: 'main' });
    const wanted = { branch: 'trunk', deployBucket: 'my-own-bucket' };
    const { status, body } = await post('/api/settings', wanted);
    expect([status, JSON.parse(body).settings]).toEqual([200, expect.objectContaining(wanted)]);
    expect(kept()).toMatchObject({ branch: 'trunk', names: { deployBucket: 'my-own-bucket' } });
    const events = eventsIn(await post('/api/check', { step: 'step-3' }));
    expect(JSON.stringify(events)).toContain('my-own-bucket');
    // A setting that is no longer sent gets its derived value again.
    await post('/api/settings', {});
    expect(kept().names).toBeUndefined();
    const again = JSON.stringify(eventsIn(await post('/api/check', { step: 'step-3' })));
    expect(again).not.toContain('my-own-bucket');
    expect(again).toContain(companion.lab.names.deployBucket);
  });

  it.each([
    ['an unknown name', { clone: '/etc' }, 'clone: expected text, of region'],
    ['an invalid value', { branch: 7 }, 'branch: expected text'],
    ['an invalid repository', { repository: '../../etc' }, 'repository: "../../etc" cannot be used'],
    ['an invalid bucket', { deployBucket: 'A_B' }, 'names.deployBucket'],
  ])('with %s are rejected, and nothing is written', async (_name, body, words) => {
    const before = kept();
    const answer = await post('/api/settings', body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).error).toContain(words);
    expect(kept()).toEqual(before);
  });
});
