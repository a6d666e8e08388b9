import { setTimeout as pause } from 'node:timers/promises';
import type { CallError } from '../account/fact.ts';
import { throwIfStopped } from '../account/write/errors.ts';
import { confirmedResources, type JournaledResource } from './journal.ts';
import { journalOf, type Options } from './options.ts';
import { plan as makePlan, type Plan } from './plan.ts';
import type { AbsentResource, Resource, UndeterminedResource } from './resource.ts';
import { resourceTypeOf } from './resource-types/index.ts';
import { newScan } from './scan.ts';

export interface Verification {
  /** Nothing of the lab is to be seen, and everything could be looked at. */
  verified: boolean;
  /** Milliseconds since the epoch of the last look. */
  at: number;
  /** Each thing with the answer that says it is not there. */
  absent: AbsentResource[];
  /** Still there after the wait. */
  remaining: Pick<Resource, 'kind' | 'name'>[];
  undetermined: UndeterminedResource[];
  /** The account as it is now. */
  plan: Plan;
}

type LastAnswer =
  | { state: 'absent'; code: string }
  | { state: 'there' }
  | { state: 'undetermined'; error: CallError };

/** Asks again, with longer and longer pauses, until the thing is seen to be gone or the time is over. */
async function untilGone(options: Options, resource: JournaledResource, end: number): Promise<LastAnswer> {
  const resourceToProbe: Resource = { ...resource, proofs: [], users: [], undetermined: [] };
  for (let delay = 200; ; delay = Math.min(2 * delay, 5_000)) {
    throwIfStopped(options.signal);
    const fact = await resourceTypeOf(resource.kind).probe(resourceToProbe, newScan(options, []));
    throwIfStopped(options.signal);
    if (fact.state === 'absent') return fact;
    if (Date.now() + delay > end)
      return fact.state === 'unknown' ? { state: 'undetermined', error: fact.error } : { state: 'there' };
    // A denial does not pass by waiting.
    if (fact.state === 'unknown' && fact.error.cause === 'denied')
      return { state: 'undetermined', error: fact.error };
    await pause(delay);
  }
}

/**
 * Looks for every thing that was to go, and then for everything that the lab makes, until absence is seen.
 * Throws Stopped.
 */
export async function verify(
  options: Options,
  resources: readonly JournaledResource[],
): Promise<Verification> {
  options.onProgress?.({ event: 'verifying' });
  const end = Date.now() + (options.waitMs ?? 60_000);
  const lastAnswers = await Promise.all(resources.map((resource) => untilGone(options, resource, end)));
  const now = await makePlan(options);
  const absent: AbsentResource[] = [];
  const remaining: Verification['remaining'] = [];
  const undetermined: UndeterminedResource[] = [...now.undetermined];
  for (const [index, { kind, name }] of resources.entries()) {
    const lastAnswer = lastAnswers[index];
    if (lastAnswer?.state === 'absent') absent.push({ kind, name, code: lastAnswer.code });
    else if (lastAnswer?.state === 'undetermined') undetermined.push({ kind, name, error: lastAnswer.error });
    else remaining.push({ kind, name });
  }
  const isMissingFrom = (
    list: readonly { kind: string; name: string }[],
    { kind, name }: { kind: string; name: string },
  ) => !list.some((other) => other.kind === kind && other.name === name);
  for (const resource of now.toDelete)
    if (isMissingFrom(remaining, resource)) remaining.push({ kind: resource.kind, name: resource.name });
  for (const each of now.absent)
    if (isMissingFrom(absent, each) && isMissingFrom(remaining, each)) absent.push(each);
  const verified = remaining.length === 0 && undetermined.length === 0;
  if (verified && confirmedResources(journalOf(options)).length > 0)
    journalOf(options).write({ event: 'proved' });
  return { verified, at: Date.now(), absent, remaining, undetermined, plan: now };
}
