import type { DeletionResult } from './carry-out.ts';
import { hasUndecided, type Plan } from './plan.ts';
import type { Verification } from './verify.ts';

/**
 * The exit code of `lab teardown`: 0 absence observed, nothing to delete or a dry run; 1 declined, or the account
 * changed since the plan; 2 no terminal to ask on and no digest given; 3 denied, unknown, or something that may be the lab's
 * about which the user has not decided; 130 interrupted.
 */
export type TeardownExit = 0 | 1 | 2 | 3 | 130;

/** The exit code of a teardown that deleted something, or looked again after one. */
export function exitOf(done: readonly DeletionResult[], verification: Verification): TeardownExit {
  if (verification.undetermined.length > 0 || done.some(({ state }) => state === 'failed')) return 3;
  if (done.some(({ state }) => state === 'refused')) return 1;
  return verification.verified ? 0 : 3;
}

/** The exit code of a plan that is not carried out, or that deletes nothing. */
export const exitOfPlan = (plan: Plan): TeardownExit =>
  plan.undetermined.length === 0 && !hasUndecided(plan) ? 0 : 3;

/** From the best to the worst. */
const exitSeverity: readonly TeardownExit[] = [0, 2, 1, 3, 130];

/** The exit code of several regions' teardowns. */
export function worstOf(results: readonly { exit: TeardownExit }[]): TeardownExit {
  return results.reduce<TeardownExit>(
    (worst, { exit }) => (exitSeverity.indexOf(exit) > exitSeverity.indexOf(worst) ? exit : worst),
    0,
  );
}
