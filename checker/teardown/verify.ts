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
  /** Everything could be read, and nothing of the lab exists. */
  verified: boolean;
  /** When the last scan ended: milliseconds since the epoch. */
  at: number;
  /** Each absent resource with the code that reports its absence. */
  absent: AbsentResource[];
  /** What still exists after the wait. */
  remaining: Pick<Resource, 'kind' | 'name'>[];
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
  const resourceToProbe: Resource = { ...resource, proofs: [], users: [], undetermined: [] };
  for (let delay = 200; ; delay = Math.min(2 * delay, 5_000)) {
    throwIfStopped(options.signal);
    const fact = await resourceTypeOf(resource.kind).probe(resourceToProbe, newScan(options, []));
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

/**
 * Waits until each of these resources is gone, then scans once for everything that the lab creates.
 * Throws Stopped.
 */
export async function verify(
  options: Options,
  resources: readonly JournaledResource[],
): Promise<Verification> {
  options.onProgress?.({ event: 'verifying' });
  const end = Date.now() + (options.waitMs ?? 60_000);
  const lastAnswers = await Promise.all(resources.map((resource) => waitUntilGone(options, resource, end)));
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
