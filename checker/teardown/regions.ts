import { createHash } from 'node:crypto';
import type { CallError } from '../account/fact.ts';
import { changes, otherChange } from './difference.ts';
import { type TeardownExit, worstOf } from './exit-code.ts';
import { plannedResources, toJournaled, unfinishedTeardown } from './journal.ts';
import { journalOf } from './options.ts';
import type { Plan } from './plan.ts';
import { type TeardownOptions, type TeardownResult, teardown } from './teardown.ts';

export interface RegionsOptions {
  /** One for each region that the lab was used in, the lab's own first. */
  regions: readonly Omit<TeardownOptions, 'confirm' | 'onPlan'>[];
  /** Why it is unknown whether the lab was used in more regions than these. */
  regionsError?: CallError;
  /** The digest of all plans together, or a function that asks the user once. */
  confirm?: string | ((plans: readonly Plan[]) => Promise<boolean>);
  /** Called with all plans before `confirm`. */
  onPlans?: (plans: readonly Plan[], digest: string | undefined) => void;
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

type Region = RegionsOptions['regions'][number];

/** A region and the result of its dry run. */
interface RegionPreview {
  region: Region;
  preview: TeardownResult;
}

const hasDeletions = ({ plan }: TeardownResult) => (plan?.toDelete.length ?? 0) > 0;

/** The digest of all plans' digests; undefined where no plan would delete anything. */
function combinedDigest(previews: readonly TeardownResult[]): string | undefined {
  if (!previews.some(hasDeletions)) return undefined;
  // A region where nothing is deleted counts too: what it keeps or could not determine was part of the plan.
  const all = previews.map(({ plan }) => `${plan?.region} ${plan?.digest}`).sort();
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16);
}

/** The result of a region whose deletions were not confirmed. */
function notConfirmed(
  { preview }: RegionPreview,
  state: 'unconfirmed' | 'declined' | 'changed',
  lines?: string[],
): TeardownResult {
  const exitWithoutPlan = preview.exit === 3 ? 3 : 0;
  if (!hasDeletions(preview)) return { ...preview, state: 'nothing', exit: exitWithoutPlan };
  const exit = state === 'unconfirmed' ? 2 : 1;
  return { ...preview, state, exit, ...(lines === undefined ? {} : { differences: lines }) };
}

/** Compares the account with the plans that were printed under a digest that does not match. */
function changedSince(previews: readonly RegionPreview[], digest: string): TeardownResult[] {
  const lines = previews.map(({ region, preview }) => {
    const then = plannedResources(journalOf(region), digest);
    return then && changes(then, (preview.plan?.toDelete ?? []).map(toJournaled));
  });
  const isUnknownDigest = lines.every((each) => each === undefined);
  const hasNoChanges = lines.every((each) => (each ?? []).length === 0);
  return previews.map((one, at) => {
    if (isUnknownDigest)
      return notConfirmed(one, 'changed', [`no plan with the digest ${digest} is written down here`]);
    return notConfirmed(one, 'changed', hasNoChanges ? [otherChange] : lines[at]);
  });
}

/** Tears down one region after the other; a region that fails does not stop the next. */
async function teardownEach(
  previews: readonly RegionPreview[],
  confirmationFor: (preview: RegionPreview) => Pick<TeardownOptions, 'confirm'>,
): Promise<TeardownResult[]> {
  const results: TeardownResult[] = [];
  for (const one of previews) results.push(await teardown({ ...one.region, ...confirmationFor(one) }));
  return results;
}

async function confirmAll(previews: readonly RegionPreview[], digest: string, { confirm }: RegionsOptions) {
  if (confirm === undefined) return previews.map((one) => notConfirmed(one, 'unconfirmed'));
  if (typeof confirm === 'string' && confirm !== digest) return changedSince(previews, confirm);
  const plans = previews.flatMap(({ preview }) => preview.plan ?? []);
  if (typeof confirm === 'function' && !(await confirm(plans)))
    return previews.map((one) => notConfirmed(one, 'declined'));
  // All regions are journaled before the first delete, so that a region that was not reached can be resumed.
  for (const { region, preview } of previews.filter((one) => hasDeletions(one.preview)))
    if (preview.plan !== undefined)
      journalOf(region).write({
        event: 'confirmed',
        ...{ digest: preview.plan.digest, resources: preview.plan.toDelete.map(toJournaled) },
      });
  return teardownEach(previews, ({ preview }) =>
    preview.plan === undefined ? {} : { confirm: preview.plan.digest },
  );
}

type RegionsOutcome = Pick<RegionsResult, 'results' | 'digest'>;

async function teardownAll(options: RegionsOptions): Promise<RegionsOutcome> {
  const { regions, confirm, onPlans } = options;
  const previews: RegionPreview[] = [];
  for (const region of regions)
    previews.push({ region, preview: await teardown({ ...region, dryRun: true }) });
  const results = previews.map(({ preview }) => preview);
  const plans = results.flatMap(({ plan }) => plan ?? []);
  const digest = combinedDigest(results);
  onPlans?.(plans, digest);
  const previewOnly =
    results.some(({ state }) => state === 'stopped') || regions.some(({ dryRun }) => dryRun);
  // Nothing is left to delete, but what an earlier run deleted may still need its verification.
  if (digest === undefined)
    return { results: previewOnly ? results : await teardownEach(previews, () => ({})) };
  for (const { region, preview } of previews)
    if (preview.plan !== undefined)
      journalOf(region).write({
        event: 'planned',
        digest,
        resources: preview.plan.toDelete.map(toJournaled),
      });
  if (previewOnly) return { results, digest };
  const canResume = ({ region, preview }: RegionPreview) =>
    region.resume === true && (!hasDeletions(preview) || unfinishedTeardown(journalOf(region)) !== undefined);
  if (!previews.every(canResume)) return { results: await confirmAll(previews, digest, options), digest };
  const confirmation = typeof confirm === 'function' ? { confirm: (plan: Plan) => confirm([plan]) } : {};
  return { results: await teardownEach(previews, () => confirmation), digest };
}

/** A single region needs no separate dry run; the digest is that of its plan. */
async function teardownOne(region: Region, { confirm, onPlans }: RegionsOptions): Promise<RegionsOutcome> {
  const confirmation = typeof confirm === 'function' ? (plan: Plan) => confirm([plan]) : confirm;
  const result = await teardown({
    ...region,
    ...(confirmation === undefined ? {} : { confirm: confirmation }),
    onPlan: (plan) => onPlans?.([plan], plan.toDelete.length > 0 ? plan.digest : undefined),
  });
  const digest = hasDeletions(result) ? result.plan?.digest : undefined;
  return { results: [result], ...(digest === undefined ? {} : { digest }) };
}

/**
 * Scans every region, asks for confirmation once, and then tears down region by region. Each region is
 * scanned again before its first delete, and one that fails does not stop the others. Rejects only on a bug
 * in the kit.
 */
export async function teardownRegions(options: RegionsOptions): Promise<RegionsResult> {
  const { regions, regionsError } = options;
  const [only] = regions;
  const outcome =
    only !== undefined && regions.length === 1
      ? await teardownOne(only, options)
      : await teardownAll(options);
  const exit = worstOf(outcome.results);
  if (regionsError === undefined) return { ...outcome, exit };
  return { ...outcome, exit: exit === 130 ? exit : 3, regionsError };
}
