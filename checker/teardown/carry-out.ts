import type { CallError } from '../account/fact.ts';
import { newAccountWriter } from '../account/write/account-writer.ts';
import { CallFailed, Stopped, throwIfStopped } from '../account/write/errors.ts';
import { decide } from './decide.ts';
import { differences } from './difference.ts';
import { confirmedResources, type Journal, toJournaled } from './journal.ts';
import { journalOf, type Options } from './options.ts';
import { plan as makePlan, type Plan } from './plan.ts';
import type { Resource } from './resource.ts';
import { resourceTypeOf } from './resource-types/index.ts';
import { newScan } from './scan.ts';
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

export type CarryOutResult =
  | { state: 'changed'; differences: string[]; plan: Plan }
  | { state: 'done' | 'stopped'; done: DeletionResult[]; plan: Plan };

type DeletionOutcome = Omit<DeletionResult, 'resource'>;

/** Reads one resource again: does it still exist, is it the same one, and does only the lab use it? */
async function recheck(
  resource: Resource,
  options: Options,
  journal: Journal,
): Promise<AccountScan | DeletionOutcome> {
  const resourceType = resourceTypeOf(resource.kind);
  const fresh = newScan(options, confirmedResources(journal));
  const findings = await resourceType.find(fresh);
  throwIfStopped(options.signal);
  const found = findings.resources.find(({ id }) => id === resource.id);
  if (found === undefined) {
    const gone = await resourceType.probe(resource, fresh);
    if (gone.state === 'absent') return { state: 'gone already', why: gone.code };
    const callError = gone.state === 'unknown' ? gone.error : findings.undetermined[0]?.error;
    if (callError !== undefined) return { state: 'failed', error: callError };
    return { state: 'refused', why: 'it does not look like the lab’s any more' };
  }
  if (found.incarnation !== resource.incarnation)
    return { state: 'refused', why: 'it was made anew since the plan' };
  const decision = decide(found);
  if (decision.delete === true) return fresh;
  const [callError] = found.undetermined;
  if (decision.delete === 'undetermined' && callError !== undefined)
    return { state: 'failed', error: callError };
  return {
    state: 'refused',
    why: decision.delete === false ? decision.why : 'nothing speaks for it any more',
  };
}

async function deleteOne(resource: Resource, options: Options, journal: Journal): Promise<DeletionOutcome> {
  const { onProgress = () => {} } = options;
  const total =
    resource.contents === undefined
      ? 0
      : resource.contents.versions + resource.contents.markers + resource.contents.uploads;
  throwIfStopped(options.signal);
  const rechecked = await recheck(resource, options, journal);
  if ('state' in rechecked) return rechecked;
  journal.write({ event: 'deleting', kind: resource.kind, id: resource.id });
  onProgress({ event: 'deleting', resource });
  await resourceTypeOf(resource.kind).delete(
    resource,
    newAccountWriter(options.clients, options.signal, options.rateLimiter),
    rechecked,
    (done) => onProgress({ event: 'emptying', resource, done, total: Math.max(done, total) }),
  );
  return { state: 'deleted' };
}

/** Deletes one resource and journals the outcome. */
async function attempt(resource: Resource, options: Options, journal: Journal): Promise<DeletionResult> {
  try {
    const outcome = await deleteOne(resource, options, journal);
    const { kind, id } = resource;
    if (outcome.state === 'deleted' || outcome.state === 'gone already')
      journal.write({ event: outcome.state, kind, id });
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
    journal.write({ event: 'failed', kind: resource.kind, id: resource.id, why: error.callError.code });
    return { resource, state: 'failed', error: error.callError };
  }
}

const isGone = ({ state }: DeletionResult) => state === 'deleted' || state === 'gone already';

/**
 * Deletes each resource as soon as its predecessors are gone; independent resources are deleted in parallel.
 */
async function inOrder(
  resources: readonly Resource[],
  options: Options,
  journal: Journal,
): Promise<DeletionResult[]> {
  const started = new Map<Resource, Promise<DeletionResult>>();
  const start = (resource: Resource): Promise<DeletionResult> => {
    const running = started.get(resource) ?? run(resource);
    started.set(resource, running);
    return running;
  };
  const run = async (resource: Resource): Promise<DeletionResult> => {
    const predecessors = resources.filter((other) =>
      resourceTypeOf(resource.kind).after.includes(other.kind),
    );
    const results = await Promise.all(predecessors.map(start));
    const blocker = results.find((done) => !isGone(done));
    const done: DeletionResult =
      blocker === undefined
        ? await attempt(resource, options, journal)
        : blocker.state === 'stopped'
          ? { resource, state: 'stopped' }
          : {
              resource,
              state: 'waiting',
              why: `${resourceTypeOf(blocker.resource.kind).title} ${blocker.resource.name} is still there`,
            };
    options.onProgress?.({ event: 'done', resource, state: done.state });
    return done;
  };
  return Promise.all(resources.map(start));
}

/**
 * Carries out a plan, if a new scan results in the same plan. Each resource is read again right before its
 * delete. The journal has everything before the first delete and each outcome after it. Throws Stopped when
 * the signal aborts before the first delete.
 */
export async function carryOut(options: Options, confirmed: Plan): Promise<CarryOutResult> {
  const journal = journalOf(options);
  const fresh = await makePlan(options);
  if (fresh.digest !== confirmed.digest)
    return { state: 'changed', differences: differences(confirmed.toDelete, fresh.toDelete), plan: fresh };
  journal.write({ event: 'confirmed', digest: fresh.digest, resources: fresh.toDelete.map(toJournaled) });
  const done = await inOrder(fresh.toDelete, options, journal);
  if (!done.some(({ state }) => state === 'stopped')) return { state: 'done', done, plan: fresh };
  journal.write({ event: 'stopped' });
  return { state: 'stopped', done, plan: fresh };
}
