import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evidence } from '../../../checker/evidence/document.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import { recordedLab } from './recorded-lab.ts';
import { expectInertStrings, expectTypesHandled } from './reports.ts';

// answers.long.test.ts has more of them, in more states.
const share = { every: 12, offset: 0 };

let built: Awaited<ReturnType<typeof finishedLab>>;
let evidence: Evidence;
beforeAll(async () => {
  built = await finishedLab();
  evidence = await recordedLab(await built.open());
});
afterAll(() => built.close());

describe('the answers of an account', () => {
  it('contain no text that acts in a report', async () => {
    expect(await expectInertStrings(evidence, share)).toBeGreaterThan(12);
  });

  it('are refused or judged, whatever the type of a member', async () => {
    expect((await expectTypesHandled(evidence, share)).refused).toBeGreaterThan(100);
  });
});
