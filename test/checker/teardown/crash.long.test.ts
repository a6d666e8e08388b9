import { afterAll, beforeAll, describe, it } from 'vitest';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import { dieAndResume } from './crash.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(() => built.close());

describe('a teardown whose process ends at every one of its calls', () => {
  it('is resumed to the same result', async () => {
    const calls = await dieAndResume(await built.open(), Number.POSITIVE_INFINITY, 'before');
    for (let n = 1; n <= calls.length; n++) await dieAndResume(await built.open(), n, 'before');
  }, 600_000);
});
