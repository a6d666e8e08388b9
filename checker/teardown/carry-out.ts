import type { CallError } from '../account/fact.ts';
import { newAccountWriter } from '../account/write/account-writer.ts';
import { CallFailed, Stopped, throwIfStopped } from '../account/write/errors.ts';
import { decide } from './decide.ts';
import { inspect } from './find.ts';
import { type Journal, toJournaled } from './journal.ts';
import { journalOf, type Options, scanOf, writeGone } from './options.ts';
import type { Plan } from './plan.ts';
import type { Resource } from './resource.ts';
import { resourceTypeOf } from './resource-types/index.ts';
import type { AccountScan } from './types.ts';

/** The outcome for one resource of the plan. */
export interface DeletionResult {
  resource: Resource;
  /**
   * `refused`: it no longer matches the plan. `waiting`: a resource that must be deleted first still exists.
   */
  state: 'deleted' | 'gone already' | 'refused' | 'failed' | 'stopped' | 'waiting';
  why?: string;
  error?: CallError;
}

type DeletionOutcome = Omit<DeletionResult, 'resource'>;

/** One region of a teardown that is carried out, and its confirmed plan. */
export interface ConfirmedRegion {
  options: Options;
  plan: Plan;
}

/** One resource to delete, with the region whose plan lists it. */
interface Item {
  resource: Resource;
  region: ConfirmedRegion;
  journal: Journal;
}

/**
 * Reads one resource again: does it still exist, is it the same one, does only the lab use it, and is all that it
 * contains the lab's? That it is the lab's was proven when the plan was confirmed, and stays so: the journal says it.
 */
async function recheck({ resource, region }: Item): Promise<AccountScan | DeletionOutcome> {
  const { options } = region;
  const type = resourceTypeOf(resource.kind);
  const scan = scanOf(options);
  const id = resource.kind === 'role' ? resource.name : resource.id;
  const result = await inspect(type, { id, proofs: resource.proofs, hints: [] }, scan);
  throwIfStopped(options.signal);
  const found = result.resources.find((one) => one.id === resource.id);
  if (found === undefined) {
    const gone = await type.probe(resource, scan);
    if (gone.state === 'absent') return { state: 'gone already', why: gone.code };
    const callError = gone.state === 'unknown' ? gone.error : result.undetermined[0]?.error;
    if (callError !== undefined) return { state: 'failed', error: callError };
    return { state: 'refused', why: 'it cannot be found as it was when the plan was confirmed' };
  }
  if (found.incarnation !== resource.incarnation)
    return { state: 'refused', why: 'it was created again since the plan' };
  const contents = await type.measure?.(found, scan);
  throwIfStopped(options.signal);
  if (contents?.state === 'unknown') return { state: 'failed', error: contents.error };
  const measured = contents?.state === 'known' ? { ...found, contents: contents.value } : found;
  const decision = decide(measured, scan.journal.notMine);
  if (decision.delete === true) return scan;
  const [callError] = found.undetermined;
  if (decision.delete === 'undetermined' && callError !== undefined)
    return { state: 'failed', error: callError };
  return {
    state: 'refused',
    why: decision.delete === false ? decision.why : 'nothing connects it with the lab any more',
  };
}

/** Writes down what the lab put into its buckets by now, while its pipeline can still tell. */
async function journalExplanations({ region: { options, plan }, journal }: Item): Promise<void> {
  const buckets = plan.toDelete.filter(({ id }) => plan.explanations.has(id));
  if (buckets.length === 0) return;
  const { byBucket } = await scanOf(options).explanation();
  for (const { kind, id } of buckets) {
    const explanation = byBucket.get(id);
    const isKnown = JSON.stringify(explanation) === JSON.stringify(plan.explanations.get(id));
    if (explanation !== undefined && !isKnown) journal.write({ event: 'explained', kind, id, explanation });
  }
}

async function deleteOne(item: Item): Promise<DeletionOutcome> {
  const { resource, journal, region } = item;
  const { options } = region;
  const { onProgress = () => {} } = options;
  const type = resourceTypeOf(resource.kind);
  const total =
    resource.contents === undefined
      ? 0
      : resource.contents.versions + resource.contents.markers + resource.contents.uploads;
  throwIfStopped(options.signal);
  const rechecked = await recheck(item);
  if ('state' in rechecked) return rechecked;
  const writer = newAccountWriter(options.clients, options.signal, options.rateLimiter);
  if (type.stop !== undefined) {
    await type.stop(resource, writer, rechecked);
    await journalExplanations(item);
  }
  journal.write({ event: 'deleting', kind: resource.kind, id: resource.id });
  onProgress({ event: 'deleting', resource });
  await type.delete(resource, writer, rechecked, (done) =>
    onProgress({ event: 'emptying', resource, done, total: Math.max(done, total) }),
  );
  return { state: 'deleted' };
}

/** Deletes one resource and journals the outcome. */
async function attempt(item: Item): Promise<DeletionResult> {
  const { resource, journal, region } = item;
  const { kind, id } = resource;
  try {
    const outcome = await deleteOne(item);
    if (outcome.state === 'deleted' || outcome.state === 'gone already')
      writeGone(region.options, { event: outcome.state, kind, id });
    else
      journal.write({
        event: outcome.state === 'refused' ? 'refused' : 'failed',
        kind,
        id,
        why: outcome.why ?? outcome.error?.code ?? '',
      });
    return { resource, ...outcome };
  } catch (error) {
    if (error instanceof Stopped) return { resource, state: 'stopped' };
    if (!(error instanceof CallFailed)) throw error;
    journal.write({ event: 'failed', kind, id, why: error.callError.code });
    return { resource, state: 'failed', error: error.callError };
  }
}

const isGone = ({ state }: DeletionResult) => state === 'deleted' || state === 'gone already';

/**
 * Deletes each resource as soon as its predecessors in all regions are gone; independent resources are deleted in
 * parallel.
 */
async function inOrder(items: readonly Item[]): Promise<Map<Item, DeletionResult>> {
  const started = new Map<Item, Promise<DeletionResult>>();
  const start = (item: Item): Promise<DeletionResult> => {
    const running = started.get(item) ?? run(item);
    started.set(item, running);
    return running;
  };
  const run = async (item: Item): Promise<DeletionResult> => {
    const { resource, region } = item;
    const predecessors = items.filter((other) =>
      resourceTypeOf(resource.kind).after.includes(other.resource.kind),
    );
    const results = await Promise.all(predecessors.map(start));
    const blocker = results.find((done) => !isGone(done));
    const done: DeletionResult =
      blocker === undefined
        ? await attempt(item)
        : blocker.state === 'stopped'
          ? { resource, state: 'stopped' }
          : {
              resource,
              state: 'waiting',
              why: `${resourceTypeOf(blocker.resource.kind).title} ${blocker.resource.name} is still there`,
            };
    region.options.onProgress?.({ event: 'done', resource, state: done.state });
    return done;
  };
  const all = await Promise.all(items.map(async (item) => [item, await start(item)] as const));
  return new Map(all);
}

/**
 * Carries out the confirmed plans of all regions of a teardown, and returns each region's outcomes in order. The
 * journals have every resource with its proofs before the first delete, and each outcome after it. Each resource is
 * read again right before its delete.
 */
export async function carryOut(
  regions: readonly ConfirmedRegion[],
  digest: string,
): Promise<DeletionResult[][]> {
  for (const { options, plan } of regions)
    if (plan.toDelete.length > 0)
      journalOf(options).write({
        event: 'confirmed',
        digest,
        resources: plan.toDelete.map((one) => toJournaled(one, plan.explanations.get(one.id))),
      });
  const items = regions.flatMap((region) => {
    const journal = journalOf(region.options);
    return region.plan.toDelete.map((resource): Item => ({ resource, region, journal }));
  });
  const results = await inOrder(items);
  for (const region of regions)
    if (items.some((item) => item.region === region && results.get(item)?.state === 'stopped'))
      journalOf(region.options).write({ event: 'stopped' });
  return regions.map((region) =>
    items.flatMap((item) => (item.region === region ? (results.get(item) ?? []) : [])),
  );
}
