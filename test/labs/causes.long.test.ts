import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsCli } from '../../aws-cli/stand-in.ts';
import type { Run } from '../../checker/engine/run.ts';
import { type Cause, readCauses } from '../../labs/reader/causes.ts';
import { readStepPages } from '../../labs/reader/step-pages.ts';
import { runPages } from '../../labs/runner/run-pages.ts';
import { chooseAwsCli } from '../../scenarios/aws-cli.ts';
import { breakLab, causesOf, checkStep } from '../../scenarios/break-lab.ts';
import { finishHandshake } from '../../scenarios/course.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import { checkInSession, kitOf, openTerminal } from './broken-kit.ts';

const causes = readCauses('labs/causes', readStepPages('labs/steps'));
let built: Awaited<ReturnType<typeof finishedLab>>;
let aws: AwsCli;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'lab-causes-test-'));
  aws = await chooseAwsCli(process.env, 'auto');
  built = await finishedLab();
  // S3 reports whole seconds: what is deployed from here on is later than what the lab deployed.
  await new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000)));
});
afterAll(async () => {
  await built.close();
  await aws.close();
  rmSync(folder, { recursive: true, force: true });
});

/** For these causes the check stops before it reads anything, with its own message. */
const stopsTheCheck = new Set(['account-other']);

/** Only the learner can carry out the repair: a key, a browser, a machine's clock. */
const isOutside = (cause: Cause) =>
  cause.blocks.some((block) => block.use === 'norun' && block.section === 'Repair');

/** Injects this fault into the lab, runs the page's commands, and returns the findings of the page's own check. */
async function runCausePage(cause: Cause): Promise<Run | undefined> {
  const { id } = cause;
  const lab = await built.open();
  const kit = await kitOf(lab, folder);
  const step = Number(cause.step.slice('step-'.length));
  // Earlier checks recorded what step 9 looks for.
  if (step === 9) await checkStep({ env: lab.env, step: 5 });
  const brokenLab = await breakLab(lab, id);
  if (stopsTheCheck.has(id)) await expect(checkStep({ ...brokenLab, step })).rejects.toThrow();
  else expect(causesOf(await checkStep({ ...brokenLab, step }))).toContain(id);
  const session = openTerminal(lab, brokenLab, kit, aws);
  let after: Run | undefined;
  try {
    await runPages([cause], session, {
      authorize: (name) => finishHandshake(lab.practice.exports, name),
      async check(_page, block) {
        after = isOutside(cause)
          ? undefined
          : await checkInSession(session, lab, step, block.text.includes('--url'));
      },
    });
  } finally {
    await session.close();
  }
  return after;
}

describe.concurrent('the page of a cause, run where the cause exists', () => {
  const all = causes.map((cause) => ({ cause, id: cause.id }));
  test.for(all.filter(({ cause }) => !isOutside(cause)))('$id: fixes it', async ({ cause }) => {
    const run = await runCausePage(cause);
    expect(run === undefined ? 'not checked' : causesOf(run)).toEqual([]);
    expect(run?.verdict).toBe('pass');
  });

  test.for(all.filter(({ cause }) => isOutside(cause)))('$id: diagnoses it', async ({ cause }) => {
    expect(await runCausePage(cause)).toBeUndefined();
  });

  test('fixes nothing without its repair', async () => {
    const cause = causes.find(({ id }) => id === 'bucket-not-tagged');
    if (cause === undefined) throw new Error('no such page');
    const blocks = cause.blocks.filter(({ use, section }) => use === 'check' || section !== 'Repair');
    const run = await runCausePage({ ...cause, blocks });
    expect(run === undefined ? [] : causesOf(run)).toEqual(['bucket-not-tagged']);
  });
});
