import { Stopped } from '../account/write/errors.ts';
import { carryOut, type DeletionResult } from './carry-out.ts';
import { covers, differences } from './difference.ts';
import { exitOf, type TeardownExit } from './exit-code.ts';
import { plannedResources, toJournaled, unfinishedTeardown } from './journal.ts';
import { journalOf, type Options } from './options.ts';
import { plan as makePlan, type Plan } from './plan.ts';
import { type Verification, verify } from './verify.ts';

export interface TeardownOptions extends Options {
  /** Prints the plan, asks nothing and changes nothing. */
  dryRun?: boolean;
  /** Continues a teardown that was confirmed earlier and did not finish. */
  resume?: boolean;
  /** The digest of the confirmed plan, or a function that asks the user. Without it nothing is deleted. */
  confirm?: string | ((plan: Plan) => Promise<boolean>);
  /** Called with the plan before `confirm`. */
  onPlan?: (plan: Plan) => void;
  /**
   * The plan of a scan that was just made. It replaces the first scan; another one still precedes every
   * delete.
   */
  scannedPlan?: Plan;
}

export type TeardownState =
  /** The account contained nothing of the lab. */
  | 'nothing'
  | 'planned'
  /** The plan would delete something, and nothing confirmed it. */
  | 'unconfirmed'
  | 'declined'
  /** The account changed after the plan was confirmed; nothing was deleted. */
  | 'changed'
  | 'stopped'
  /** The plan was carried out; `verification` has the outcome. */
  | 'done';

export interface TeardownResult {
  state: TeardownState;
  /** The exit code of `lab teardown`. */
  exit: TeardownExit;
  plan?: Plan;
  differences?: string[];
  done?: DeletionResult[];
  verification?: Verification;
}

type Confirmation =
  | { confirmed: true }
  | { confirmed: false; state: TeardownState; exit: 1 | 2; differences?: string[] };

/** Decides whether this plan may be carried out. */
async function confirmationOf(options: TeardownOptions, plan: Plan): Promise<Confirmation> {
  const journal = journalOf(options);
  const now = plan.toDelete.map(toJournaled);
  const before = options.resume ? unfinishedTeardown(journal) : undefined;
  if (before !== undefined && covers(before.resources, now)) return { confirmed: true };
  const { confirm } = options;
  if (typeof confirm === 'string') {
    if (confirm === plan.digest) return { confirmed: true };
    const then = plannedResources(journal, confirm);
    const lines =
      then === undefined
        ? [`no plan with the digest ${confirm} is written down here`]
        : differences(then, now);
    return { confirmed: false, state: 'changed', exit: 1, differences: lines };
  }
  if (confirm === undefined) {
    const more = before === undefined ? {} : { differences: differences(before.resources, now) };
    return { confirmed: false, state: 'unconfirmed', exit: 2, ...more };
  }
  return (await confirm(plan)) ? { confirmed: true } : { confirmed: false, state: 'declined', exit: 1 };
}

async function run(options: TeardownOptions, onScanned: (plan: Plan) => void): Promise<TeardownResult> {
  const journal = journalOf(options);
  const plan = options.scannedPlan ?? (await makePlan(options));
  onScanned(plan);
  if (plan.toDelete.length > 0)
    journal.write({ event: 'planned', digest: plan.digest, resources: plan.toDelete.map(toJournaled) });
  options.onPlan?.(plan);
  const exitWithoutDeletion = plan.undetermined.length === 0 ? 0 : 3;
  if (options.dryRun) return { state: 'planned', exit: exitWithoutDeletion, plan };
  const before = unfinishedTeardown(journal);
  if (plan.toDelete.length === 0) {
    if (before === undefined) return { state: 'nothing', exit: exitWithoutDeletion, plan };
    const verification = await verify(options, before.resources);
    return { state: 'done', exit: exitOf([], verification), plan, done: [], verification };
  }
  const confirmation = await confirmationOf(options, plan);
  if (!confirmation.confirmed) {
    const { confirmed: _, ...rest } = confirmation;
    return { ...rest, plan };
  }
  const carryOutResult = await carryOut(options, plan);
  if (carryOutResult.state === 'changed')
    return { state: 'changed', exit: 1, plan: carryOutResult.plan, differences: carryOutResult.differences };
  const { done } = carryOutResult;
  if (carryOutResult.state === 'stopped') return { state: 'stopped', exit: 130, plan, done };
  const deleted = done.filter(({ state }) => state === 'deleted' || state === 'gone already');
  const resources = deleted.map(({ resource }) => toJournaled(resource));
  // The verification includes what an earlier run deleted before it was stopped.
  const earlier = (before?.resources ?? []).filter(
    ({ id }) => !plan.toDelete.some((resource) => resource.id === id),
  );
  const verification = await verify(options, [...resources, ...earlier]);
  return { state: 'done', exit: exitOf(done, verification), plan, done, verification };
}

/** Runs the whole teardown: find, plan, confirm, carry out, verify. Rejects only on a bug in the kit. */
export async function teardown(options: TeardownOptions): Promise<TeardownResult> {
  let plan: Plan | undefined;
  try {
    return await run(options, (scanned) => {
      plan = scanned;
    });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { state: 'stopped', exit: 130, ...(plan === undefined ? {} : { plan }) };
  }
}
