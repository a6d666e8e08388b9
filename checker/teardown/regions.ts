import { createHash } from 'node:crypto';
import { defined } from '../../base/defined.ts';
import type { CallError } from '../account/fact.ts';
import { Stopped } from '../account/write/errors.ts';
import { carryOut, type DeletionResult } from './carry-out.ts';
import { changes, covers, differences, otherChange } from './difference.ts';
import { exitOfPlan, type TeardownExit, worstOf } from './exit-code.ts';
import { finish, type RegionOptions, type TeardownResult, withoutRepeatedKept, writeSeen } from './finish.ts';
import { isExpired, plannedResources, toJournaled, unfinishedTeardown } from './journal.ts';
import { journalOf } from './options.ts';
import type { Plan } from './plan.ts';
import { inOneRun, planRegions } from './plan-regions.ts';

export interface RegionsOptions {
  /** One for each region that the lab was used in, the lab's own first. */
  regions: readonly RegionOptions[];
  /** Why it is unknown whether the lab was used in more regions than these. */
  regionsError?: CallError;
  /** The digest of all plans together, or a function that asks the user once. Without it nothing is deleted. */
  confirm?: string | ((plans: readonly Plan[]) => Promise<boolean>);
  /** Called with all plans before `confirm`. */
  onPlans?: (plans: readonly Plan[], digest: string | undefined) => void;
  /**
   * The plans of scans that were just made, one for each region. They replace the first scans; others still precede
   * every delete.
   */
  scannedPlans?: readonly Plan[];
}

export interface RegionsResult {
  /** The worst exit code of all regions. */
  exit: TeardownExit;
  /** The digest that confirms all plans at once; undefined where nothing would be deleted. */
  digest?: string;
  /** In the order of the regions. */
  results: TeardownResult[];
  /** Why there may be more regions. */
  regionsError?: CallError;
}

const hasDeletions = ({ toDelete }: Plan) => toDelete.length > 0;

/** The digest of several regions' plans, from the digest of each. */
export function digestOfRegions(plans: readonly Pick<Plan, 'region' | 'digest'>[]): string {
  const [only] = plans;
  if (only !== undefined && plans.length === 1) return only.digest;
  // A region where nothing is deleted counts too: what it keeps or could not determine was part of the plan.
  const all = plans.map(({ region, digest }) => `${region} ${digest}`).sort();
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16);
}

/** The digest of all plans; undefined where no plan would delete anything. */
export const combinedDigest = (plans: readonly Plan[]): string | undefined =>
  plans.some(hasDeletions) ? digestOfRegions(plans) : undefined;

type Refusal = 'unconfirmed' | 'declined' | 'changed';

type Differences = Pick<TeardownResult, 'differences' | 'differencesOf'>;

/** The result of a region whose plan is not carried out. */
function notConfirmed(plan: Plan, state: Refusal, more: Differences = {}): TeardownResult {
  if (!hasDeletions(plan)) return { state: 'nothing', exit: exitOfPlan(plan), plan, ...more };
  return { state, exit: state === 'unconfirmed' ? 2 : 1, plan, ...more };
}

/** Compares the account with the plans that were printed under a digest that does not match. */
function changedSince(
  regions: readonly RegionOptions[],
  plans: readonly Plan[],
  digest: string,
): TeardownResult[] {
  const lines = plans.map((plan, at) => {
    const options = regions[at];
    const then = options && plannedResources(journalOf(options), digest);
    return (
      then &&
      changes(
        then,
        plan.toDelete.map((one) => toJournaled(one)),
      )
    );
  });
  if (lines.every((each) => each === undefined))
    return plans.map((plan) =>
      notConfirmed(plan, 'changed', {
        differences: [`no plan with the digest ${digest} is written down here`],
        differencesOf: 'plan',
      }),
    );
  const hasNoChanges = lines.every((each) => (each ?? []).length === 0);
  return plans.map((plan, at) =>
    notConfirmed(plan, 'changed', { differences: hasNoChanges ? [otherChange] : (lines[at] ?? []) }),
  );
}

/** Whether earlier confirmations, none of them too old, cover all that these plans would delete. */
function isConfirmedEarlier(regions: readonly RegionOptions[], plans: readonly Plan[]): boolean {
  return plans.every((plan, at) => {
    const options = regions[at];
    if (options?.resume !== true) return false;
    if (!hasDeletions(plan)) return true;
    const before = unfinishedTeardown(journalOf(options));
    return (
      before !== undefined &&
      !isExpired(before) &&
      covers(
        before.resources,
        plan.toDelete.map((one) => toJournaled(one)),
      )
    );
  });
}

/** What a resumed teardown would delete beyond what was confirmed. */
function beyondConfirmed({ resume, ...options }: RegionOptions, plan: Plan): Differences {
  const before = resume ? unfinishedTeardown(journalOf(options)) : undefined;
  if (before === undefined) return {};
  if (isExpired(before))
    return {
      differences: [`the confirmation of ${before.at} is older than a day`],
      differencesOf: 'confirmation',
    };
  return {
    differences: differences(
      before.resources,
      plan.toDelete.map((one) => toJournaled(one)),
    ),
  };
}

/** Decides whether the plans may be carried out: undefined, or each region's result if not. */
async function refusals(
  regions: readonly RegionOptions[],
  plans: readonly Plan[],
  digest: string,
  confirm: RegionsOptions['confirm'],
): Promise<TeardownResult[] | undefined> {
  if (isConfirmedEarlier(regions, plans)) return undefined;
  if (typeof confirm === 'string')
    return confirm === digest ? undefined : changedSince(regions, plans, confirm);
  if (confirm === undefined)
    return plans.map((plan, at) =>
      notConfirmed(plan, 'unconfirmed', regions[at] && beyondConfirmed(regions[at], plan)),
    );
  return (await confirm(plans)) ? undefined : plans.map((plan) => notConfirmed(plan, 'declined'));
}

async function planned(
  regions: readonly RegionOptions[],
  { onPlans, scannedPlans }: RegionsOptions,
): Promise<{ plans: readonly Plan[]; digest: string | undefined }> {
  const plans = scannedPlans ?? (await planRegions(regions));
  const digest = combinedDigest(plans);
  for (const [at, plan] of plans.entries()) {
    const options = regions[at];
    if (options === undefined) continue;
    // A class confirms each region by its own digest.
    for (const each of digest === undefined ? [] : new Set([digest, plan.digest]))
      journalOf(options).write({
        event: 'planned',
        digest: each,
        resources: plan.toDelete.map((one) => toJournaled(one)),
      });
    writeSeen(options, plan);
  }
  onPlans?.(plans, digest);
  return { plans, digest };
}

type RegionsOutcome = Pick<RegionsResult, 'results' | 'digest'>;

async function run(
  regions: readonly RegionOptions[],
  options: RegionsOptions,
  onPlanned: (plans: readonly Plan[]) => void,
): Promise<RegionsOutcome> {
  const { plans, digest } = await planned(regions, options);
  onPlanned(plans);
  const withDigest = defined({ digest });
  if (regions.some(({ dryRun }) => dryRun)) {
    const results = plans.map((plan): TeardownResult => ({ state: 'planned', exit: exitOfPlan(plan), plan }));
    return { results, ...withDigest };
  }
  const finishAll = async (done: readonly (readonly DeletionResult[])[]) => {
    const results: TeardownResult[] = [];
    for (const [at, plan] of plans.entries()) {
      const region = regions[at];
      if (region !== undefined) results.push(await finish(region, plan, done[at] ?? []));
    }
    return withoutRepeatedKept(results);
  };
  // Nothing is left to delete, but what an earlier run deleted may still need its verification.
  if (digest === undefined) return { results: await finishAll([]) };
  const refused = await refusals(regions, plans, digest, options.confirm);
  if (refused !== undefined) return { results: refused, ...withDigest };
  const fresh = await planRegions(regions);
  if (combinedDigest(fresh) !== digest) {
    const results = fresh.map((plan, at) =>
      notConfirmed(plan, 'changed', {
        differences: differences(
          plans[at]?.toDelete.map((one) => toJournaled(one)) ?? [],
          plan.toDelete.map((one) => toJournaled(one)),
        ),
      }),
    );
    return { results, ...withDigest };
  }
  const confirmed = regions.flatMap((region, at) => {
    const plan = fresh[at];
    return plan === undefined ? [] : [{ options: region, plan }];
  });
  return { results: await finishAll(await carryOut(confirmed, digest)), ...withDigest };
}

/**
 * Runs a whole teardown: finds everything in all regions, plans, asks for confirmation once, carries the plans out
 * together, and verifies each region. What two regions of the lab share goes after the pipelines of both. One
 * region's failure does not stop the others. Rejects only on a bug in the kit, and with UnknownVersion.
 */
export async function teardownRegions(options: RegionsOptions): Promise<RegionsResult> {
  const regions = inOneRun(options.regions);
  let plans: readonly Plan[] = [];
  let outcome: RegionsOutcome;
  try {
    outcome = await run(regions, options, (all) => {
      plans = all;
    });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    const results = regions.map((_, at): TeardownResult => {
      const plan = plans[at];
      return { state: 'stopped', exit: 130, ...defined({ plan }) };
    });
    outcome = { results };
  }
  const exit = worstOf(outcome.results);
  const { regionsError } = options;
  if (regionsError === undefined) return { ...outcome, exit };
  return { ...outcome, exit: exit === 130 ? exit : 3, regionsError };
}
