import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCauses } from '../../../labs/reader/causes.ts';
import { readPages } from '../../../labs/reader/read.ts';
import { faults } from '../../../practice/faults/index.ts';
import { finishedLab } from '../../support/finished-lab.ts';
import { breakLab, causesOf, checkStep, checksNaming } from './break-lab.ts';

/** Faults of the terminal that stop `lab check` before it looks, or that a check in this process cannot have. */
const toldElsewhere = ['account-other', 'credentials-none'];

const labs = new URL('../../../labs/', import.meta.url).pathname;
const pages = readCauses(`${labs}causes`, readPages(`${labs}steps`));

/**
 * Each fault of these steps, on a finished lab of its own: the step names this cause and no other, by the check
 * that the cause's page tells.
 */
export function everyFaultOf(...steps: number[]): void {
  let built: Awaited<ReturnType<typeof finishedLab>>;
  beforeAll(async () => {
    built = await finishedLab();
    // S3 tells whole seconds: what is deployed from here on is to be later than what the lab deployed.
    await new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000)));
  });
  afterAll(() => built.close());

  const told = faults.filter(({ id, step }) => steps.includes(step) && !toldElsewhere.includes(id));
  describe.concurrent(`each fault of step ${steps.join(' and ')}`, () => {
    it.each(told)('$id', async ({ id, step }) => {
      const broken = await breakLab(await built.open(), id);
      expect(broken.step).toBe(step);
      const run = await checkStep(broken);
      expect(causesOf(run)).toEqual([id]);
      expect(checksNaming(run, id)).toContain(pages.find((page) => page.id === id)?.check);
    });
  });
}
