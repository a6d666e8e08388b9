import { cpSync, rmSync } from 'node:fs';
import { defined } from '../../base/defined.ts';
import { steps } from '../../checker/steps/index.ts';
import { CliError } from '../../lab-home/errors.ts';
import { type CheckResult, runCheck } from '../../lab-home/run-check.ts';
import { type Cause, readCauses } from '../../labs/reader/causes.ts';
import { readStepPages } from '../../labs/reader/step-pages.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { breakLab } from '../../scenarios/break-lab.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { actualCells, type Cells, expectedCells, wrongCells } from './cells.ts';

/** One row: a fault in a finished lab, and the results of all steps. */
export interface MatrixRow {
  cause: Cause;
  cells: Cells;
  /** The check that named the cause in its own step. */
  check: string | undefined;
  /** Every check that failed or is waiting, in any step. */
  unpassed: string[];
  wrong: string[];
  /** The result of the check, with its evidence; undefined if the command stopped before it read the account. */
  result: CheckResult | undefined;
}

/** The causes, in the order of the steps. */
export function causesOf(labs: string): Cause[] {
  const causes = readCauses(`${labs}/causes`, readStepPages(`${labs}/steps`));
  return causes.sort((a, b) => a.step.localeCompare(b.step) || a.id.localeCompare(b.id));
}

/**
 * Injects each cause into the same finished lab, which it restores from a snapshot after each one. Yields the results
 * of steps 1 to 8, or of step 9 for a cause that belongs to the cleanup.
 */
export async function* matrix(causes: readonly Cause[]): AsyncGenerator<MatrixRow> {
  const built = await finishedLab();
  try {
    const lab = await built.open();
    // S3 reports times in whole seconds. After this wait, every deployment is later than those of the lab itself.
    await new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000)));
    const restore = await snapshotLab(lab);
    for (const cause of causes) {
      yield await row(lab, cause);
      await restore();
    }
  } finally {
    await built.close();
  }
}

/** Saves the account and the clone as they are. Returns a function that restores them. */
async function snapshotLab(lab: LabAccount): Promise<() => Promise<void>> {
  const admin = adminClient(lab.env);
  const { id } = await admin.takeSnapshot();
  const copy = `${lab.clone}-kept`;
  cpSync(lab.clone, copy, { recursive: true });
  return async () => {
    await admin.restoreSnapshot({ id });
    await admin.setClock({ offsetMs: 0 });
    for (const folder of [lab.clone, lab.env.LAB_HOME ?? ''])
      rmSync(folder, { recursive: true, force: true });
    cpSync(copy, lab.clone, { recursive: true });
  };
}

async function row(lab: LabAccount, cause: Cause): Promise<MatrixRow> {
  const { env, url } = await breakLab(lab, cause.id);
  const checkedSteps = steps.filter(({ id }) => (id === 'step-9') === (cause.step === 'step-9'));
  const expected = expectedCells(cause);
  try {
    const options = {
      values: {},
      steps: checkedSteps,
      env,
      recordEvidence: true,
      ...defined({ url }),
    };
    const result = await runCheck(options);
    const { run } = result;
    const cells = actualCells(run);
    const ownFindings = run.steps.find(({ id }) => id === cause.step)?.findings ?? [];
    const checks = ownFindings.filter((finding) => finding.cause === cause.id).map(({ check }) => check);
    const check = checks.find((one) => one === cause.check) ?? checks[0];
    const unpassed = run.steps.flatMap(({ findings }) =>
      findings.filter(({ verdict }) => verdict === 'fail' || verdict === 'waiting').map((one) => one.check),
    );
    return { cause, cells, check, unpassed, result, wrong: wrongCells(expected, cells) };
  } catch (error) {
    // With the wrong account, the command stops before it reads anything.
    if (!(error instanceof CliError) || error.exit !== 2) throw error;
    const cells = { [cause.step]: 'stops' };
    return {
      cause,
      cells,
      check: undefined,
      unpassed: [],
      result: undefined,
      wrong: wrongCells(expected, cells),
    };
  }
}
