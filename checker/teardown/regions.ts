import { createHash } from 'node:crypto';
import type { CallError } from '../account/fact.ts';
import { changes, otherChange } from './difference.ts';
import { plannedResources, toJournaled, unfinishedTeardown } from './journal.ts';
import { journalOf } from './options.ts';
import type { Plan } from './plan.ts';
import { type TeardownOptions, type TeardownResult, teardown } from './teardown.ts';

export interface RegionsOptions {
  /** One for each region that the lab was used in, the lab's own first. */
  regions: readonly Omit<TeardownOptions, 'confirm' | 'onPlan'>[];
  /** Why it could not be told whether the lab was used in more regions than these. */
  regionsError?: CallError;
  /** The digest of all plans together, or somebody to ask once. */
  confirm?: string | ((plans: readonly Plan[]) => Promise<boolean>);
  /** Told all plans, before anybody is asked. */
  onPlans?: (plans: readonly Plan[], digest: string | undefined) => void;
}

export interface RegionsResult {
  /** The worst of all regions'. */
  exit: TeardownResult['exit'];
  /** What confirms all plans at once; absent where nothing would go. */
  digest?: string;
  /** In the order of the regions. */
  results: TeardownResult[];
  /** Why there may be more regions. */
  regionsError?: CallError;
}

type Region = RegionsOptions['regions'][number];

/** A region, and what a first look at it found. */
interface RegionPreview {
  region: Region;
  preview: TeardownResult;
}

const exitSeverity: readonly TeardownResult['exit'][] = [0, 2, 1, 3, 130];

function worstOf(results: readonly TeardownResult[]): TeardownResult['exit'] {
  return results.reduce<TeardownResult['exit']>(
    (worst, { exit }) => (exitSeverity.indexOf(exit) > exitSeverity.indexOf(worst) ? exit : worst),
    0,
  );
}

const hasDeletions = ({ plan }: TeardownResult) => (plan?.toDelete.length ?? 0) > 0;

/** One over the digests of all plans; undefined where none would delete anything. */
function combinedDigest(previews: readonly TeardownResult[]): string | undefined {
  if (!previews.some(hasDeletions)) return undefined;
  // Whatever could not be told, or is kept, in a region where nothing goes is part of what was seen, too.
  const all = previews.map(({ plan }) => `${plan?.region} ${plan?.digest}`).sort();
  return createHash('sha256').update(all.join('\n')).digest('hex').slice(0, 16);
}

/** What a region came to where nobody has confirmed what would go. */
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

/** Against what was printed under a digest that is not the account's any more, or never was. */
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

/** One region after the other; one that fails does not stop those behind it. */
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
  // For all of them, before the first delete: one that is never come to can be gone on with.
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
  // Nothing goes: what an earlier run deleted is still to be proven.
  const previewOnly =
    results.some(({ state }) => state === 'stopped') || regions.some(({ dryRun }) => dryRun);
  if (digest === undefined)
    return { results: previewOnly ? results : await teardownEach(previews, () => ({})) };
  for (const { region, preview } of previews)
    if (preview.plan !== undefined)
      journalOf(region).write({
        event: 'planned',
        digest,
        resources: preview.plan.toDelete.map(toJournaled),
      });
  if (previewOnly) return { results: results, digest };
  const canResume = ({ region, preview }: RegionPreview) =>
    region.resume === true && (!hasDeletions(preview) || unfinishedTeardown(journalOf(region)) !== undefined);
  if (!previews.every(canResume)) return { results: await confirmAll(previews, digest, options), digest };
  const confirmation = typeof confirm === 'function' ? { confirm: (plan: Plan) => confirm([plan]) } : {};
  return { results: await teardownEach(previews, () => confirmation), digest };
}

/** One region needs no second look, and its plan's digest is the digest. */
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
 * Looks in every region, asks once, and carries out region by region; each is looked at again before anything in
 * it is deleted. One that fails does not stop the others. Rejects only for faults of the kit.
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
