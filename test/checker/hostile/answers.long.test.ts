import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labFrom } from '../../../checker/lab/lab.ts';
import { applyFault } from '../../../scenarios/fault.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import { repository } from '../../../scenarios/finished-lab/repository.ts';
import { todaysShare } from '../../kit/share.ts';
import { recordedLab } from './recorded-lab.ts';
import { expectInertStrings, expectTypesHandled } from './reports.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
});
afterAll(() => built.close());

const share = todaysShare('HOSTILE_EVERY', 8);

/** States that show much text of an account: none, a failed deployment, a rejected approval. */
const faults = [undefined, 'deploy-denied', 'approval-rejected', 'connection-pending'];

describe.each(faults)('the answers of an account (%s)', (fault) => {
  it('contain no text that acts, and no value that ends a check', async () => {
    const account = await built.open();
    const { env, practice, clone } = account;
    if (fault !== undefined)
      await applyFault(
        { ...env, ...practice.exports },
        labFrom({ region: practice.region, repository, clone }),
        fault,
      );
    const evidence = await recordedLab(account);
    expect(await expectInertStrings(evidence, share)).toBeGreaterThan(150 / share.every - 1);
    expect((await expectTypesHandled(evidence, share)).refused).toBeGreaterThan(1000 / share.every);
  }, 900_000);
});
