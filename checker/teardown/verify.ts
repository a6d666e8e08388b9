import { setTimeout as pause } from 'node:timers/promises';
import type { CallError } from '../account/fact.ts';
import { throwIfStopped } from '../account/write/errors.ts';
import { type JournaledResource, unfinishedTeardown } from './journal.ts';
import { journalOf, type Options, scanOf } from './options.ts';
import { resourceKey } from './ownership.ts';
import { hasUndecided, type KeptResource, plan as makePlan, type Plan } from './plan.ts';
import type { AbsentResource, Resource, UndeterminedResource } from './resource.ts';
import { resourceTypeOf } from './resource-types/index.ts';

export interface Verification {
  /** Everything could be read, and nothing of the lab exists but what has a reason to stay. */
  verified: boolean;
  /** When the last scan ended: milliseconds since the epoch. */
  at: number;
  /** Each absent resource with the code that reports its absence. */
  absent: (AbsentResource & { id?: string })[];
  /** What still exists after the wait. */
  remaining: Pick<Resource, 'kind' | 'id' | 'name'>[];
  undetermined: UndeterminedResource[];
  /** The plan of a scan after the deletions. */
  plan: Plan;
}

type LastAnswer =
  | { state: 'absent'; code: string }
  | { state: 'there' }
  | { state: 'undetermined'; error: CallError };

/**
 * Probes a resource with growing pauses until it is gone or `end` (milliseconds since the epoch) is reached.
 */
async function waitUntilGone(
  options: Options,
  resource: JournaledResource,
  end: number,
): Promise<LastAnswer> {
  for (let delay = 200; ; delay = Math.min(2 * delay, 5_000)) {
    throwIfStopped(options.signal);
    const fact = await resourceTypeOf(resource.kind).probe(resource, scanOf(options));
    throwIfStopped(options.signal);
    if (fact.state === 'absent') return fact;
    if (Date.now() + delay > end)
      return fact.state === 'unknown' ? { state: 'undetermined', error: fact.error } : { state: 'there' };
    // Waiting does not clear a denial.
    if (fact.state === 'unknown' && fact.error.cause === 'denied')
      return { state: 'undetermined', error: fact.error };
    await pause(delay);
  }
}

interface Named {
  kind: string;
  id?: string;
  name: string;
}

/** A list of absent names has no ids. */
const isSame = (a: Named, b: Named) =>
  a.id === undefined || b.id === undefined
    ? resourceKey({ kind: a.kind, id: a.name }) === resourceKey({ kind: b.kind, id: b.name })
    : resourceKey({ kind: a.kind, id: a.id }) === resourceKey({ kind: b.kind, id: b.id });

/** A confirmed resource that may stay: something else uses it by now, or it is not the lab's after all. */
const mayStay = (resource: JournaledResource, kept: readonly KeptResource[]) =>
  kept.some((one) => one.review === 'none' && resourceKey(one.resource) === resourceKey(resource));

/**
 * Waits until each of these resources is gone, then scans once for everything that the lab creates. `deleted` are
 * those for which to wait; of all others that were confirmed and never verified, one probe decides. Throws Stopped.
 */
export async function verify(options: Options, deleted: readonly JournaledResource[]): Promise<Verification> {
  options.onProgress?.({ event: 'verifying' });
  const end = Date.now() + (options.waitMs ?? 60_000);
  // A teardown of some types says nothing of the others.
  const unfinished = (unfinishedTeardown(journalOf(options))?.resources ?? []).filter(
    ({ kind }) => options.only?.includes(kind) ?? true,
  );
  const others = unfinished.filter(({ id }) => !deleted.some((resource) => resource.id === id));
  const resources = [...deleted, ...others];
  const lastAnswers = await Promise.all(
    resources.map((resource, index) => waitUntilGone(options, resource, index < deleted.length ? end : 0)),
  );
  const now = await makePlan(options);
  const absent: Verification['absent'] = [];
  const remaining: Verification['remaining'] = [];
  const undetermined: UndeterminedResource[] = [...now.undetermined];
  for (const [index, resource] of resources.entries()) {
    const { kind, id, name } = resource;
    const lastAnswer = lastAnswers[index];
    if (lastAnswer?.state === 'absent') absent.push({ kind, id, name, code: lastAnswer.code });
    else if (lastAnswer?.state === 'undetermined') undetermined.push({ kind, name, error: lastAnswer.error });
    else if (!mayStay(resource, now.kept)) remaining.push({ kind, id, name });
  }
  const isMissingFrom = (list: readonly Named[], one: Named) => !list.some((other) => isSame(other, one));
  for (const { kind, id, name } of now.toDelete)
    if (isMissingFrom(remaining, { kind, id, name })) remaining.push({ kind, id, name });
  for (const each of now.absent)
    if (isMissingFrom(absent, each) && isMissingFrom(remaining, each)) absent.push(each);
  const verified = remaining.length === 0 && undetermined.length === 0 && !hasUndecided(now);
  if (verified && unfinished.length > 0) journalOf(options).write({ event: 'proved' });
  return { verified, at: Date.now(), absent, remaining, undetermined, plan: now };
}
