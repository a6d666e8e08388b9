import { describe, expect, it } from 'vitest';
import { everything } from '../checker/teardown/teardown-session.ts';
import { type Answer, eventsIn, setUpCompanion } from './companion-client.ts';

const companion = setUpCompanion();
const { post } = companion;

describe('a teardown', () => {
  it("shows its plan, and deletes only with the digest and the account's number", async () => {
    const before = everything(companion.lab);
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
    expect(everything(companion.lab)).toEqual(before);
    const both = [1, 2].map(() =>
      post('/api/teardown/carry-out', { digest: plan.digest, account: '000000000000' }),
    );
    const answers = await Promise.all(both);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const done = eventsIn(answers.find(({ status }) => status === 200) as Answer);
    expect(done.at(-1)).toEqual({ event: 'end', data: { exit: 0 } });
    expect(done.map(({ data }) => data).join('')).toContain('Proven: nothing of the lab is left');
    expect(everything(companion.lab).size).toBe(0);
  });
});
