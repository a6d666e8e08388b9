import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import { dieAndResume } from './crash.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

// test/checker/teardown/resume.long.test.ts has every call that changes something.
describe('a teardown whose process ends before every sixth of its calls', () => {
  it('is resumed to the same result', async () => {
    const calls = await dieAndResume(await built.open(), Number.POSITIVE_INFINITY, 'before');
    const wanted = calls.flatMap((_operation, at) => (at % 6 === 0 ? [at + 1] : []));
    expect(wanted.length).toBeGreaterThan(10);
    for (const n of wanted) await dieAndResume(await built.open(), n, 'before');
  }, 600_000);
});
