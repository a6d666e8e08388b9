import { newAccountWriter } from '../account/write/account-writer.ts';
import { CallFailed, Stopped } from '../account/write/errors.ts';
import type { DeletionResult } from './carry-out.ts';
import { exitOf, exitOfPlan, type TeardownExit } from './exit-code.ts';
import { toJournaled, unfinishedTeardown } from './journal.ts';
import { journalOf, type Options, scanOf, viewOf, writeGone } from './options.ts';
import { isBucketKind, resourceKey } from './ownership.ts';
import { journaledKept, type Plan } from './plan.ts';
import type { AbsentResource, Resource } from './resource.ts';
import { resourceTypeOf } from './resource-types/index.ts';
import { type Verification, verify } from './verify.ts';

/** The settings of one region's teardown. */
export interface RegionOptions extends Options {
  /** Prints the plan, asks nothing and changes nothing. */
  dryRun?: boolean;
  /** Continues a teardown that was confirmed earlier and did not finish. */
  resume?: boolean;
}

export type TeardownState =
  /** The account contained nothing of the lab that is to be deleted. */
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

/** What a teardown did in one region. */
export interface TeardownResult {
  state: TeardownState;
  /** The exit code of `lab teardown`. */
  exit: TeardownExit;
  plan?: Plan;
  /** Why the plan is not carried out, one line each. */
  differences?: string[];
  /**
   * What the differences are about: the account has changed, the plan with the given digest is not written down, or the
   * confirmation is too old. Default: the account.
   */
  differencesOf?: 'account' | 'plan' | 'confirmation';
  done?: DeletionResult[];
  verification?: Verification;
}

/** Verifies a region after its part of the plan was carried out. */
export async function finish(
  options: RegionOptions,
  plan: Plan,
  done: readonly DeletionResult[],
): Promise<TeardownResult> {
  if (done.some(({ state }) => state === 'stopped'))
    return { state: 'stopped', exit: 130, plan, done: [...done] };
  const deleted = done.filter(({ state }) => state === 'deleted' || state === 'gone already');
  const unfinished = unfinishedTeardown(journalOf(options));
  if (done.length === 0 && unfinished === undefined)
    return { state: 'nothing', exit: exitOfPlan(plan), plan };
  try {
    await releaseKept(options, plan, done);
    const verification = await verify(
      options,
      deleted.map(({ resource }) => toJournaled(resource)),
    );
    writeSeen(options, verification.plan);
    return { state: 'done', exit: exitOf(done, verification), plan, done: [...done], verification };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { state: 'stopped', exit: 130, plan, ...(done.length === 0 ? {} : { done: [...done] }) };
  }
}

/** What several regions keep is listed once, in the first. */
export function withoutRepeatedKept(results: readonly TeardownResult[]): TeardownResult[] {
  const listed = new Set<string>();
  return results.map(({ verification, ...result }) => {
    if (verification === undefined) return result;
    const kept = verification.plan.kept.filter(({ resource }) => {
      const isNew = !listed.has(resourceKey(resource));
      listed.add(resourceKey(resource));
      return isNew;
    });
    return { ...result, verification: { ...verification, plan: { ...verification.plan, kept } } };
  });
}

/** Takes back what this or an earlier unfinished run changed on resources that stay. */
async function releaseKept(options: Options, plan: Plan, done: readonly DeletionResult[]): Promise<void> {
  const begun = viewOf(options).open;
  const staying = [
    ...plan.kept.map(({ resource }) => resource).filter((resource) => begun.includes(resourceKey(resource))),
    ...done.filter(({ state }) => state === 'refused' || state === 'failed').map(({ resource }) => resource),
  ];
  const writer = newAccountWriter(options.clients, options.signal, options.rateLimiter);
  for (const resource of staying)
    try {
      await resourceTypeOf(resource.kind).release?.(resource, writer, scanOf(options));
    } catch (error) {
      // The resource is reported as kept or failed already; the next run tries this again.
      if (!(error instanceof CallFailed)) throw error;
    }
}

/**
 * Writes down what a scan saw of the account: what stays, and which of the resources that the journal connects with the
 * lab are gone.
 */
export function writeSeen(options: Options, plan: Plan): void {
  writeAbsent(options, plan);
  writeKept(options, plan);
}

/**
 * Ends what the journal says of resources that are gone. A resource without an incarnation cannot be told from a later
 * one with the same id, so neither an adoption nor a confirmation may outlive it.
 */
export function writeAbsent(options: Options, { absent }: Pick<Plan, 'absent'>): void {
  const { adopted, confirmed, open } = viewOf(options);
  const claimed = [...adopted, ...confirmed.filter((entry) => open.includes(resourceKey(entry)))];
  const unique = new Map(claimed.map((entry) => [resourceKey(entry), entry] as const));
  for (const { kind, id, incarnation } of unique.values())
    if (incarnation === undefined && isAbsent({ kind, id }, absent))
      writeGone(options, { event: 'gone already', kind, id });
}

/** Whether the resource, or the bucket that contains it, is among these. Buckets and artifacts are named by their ids. */
const isAbsent = (resource: Pick<Resource, 'kind' | 'id'>, absent: readonly AbsentResource[]) =>
  absent.some(
    ({ kind, name }) =>
      resourceKey({ kind, id: name }) === resourceKey(resource) ||
      (resource.kind === 'artifacts' && isBucketKind(kind) && resource.id.startsWith(`${name}/`)),
  );

/** Writes down what stays, so that a later run lists it even if what connected it with the lab is gone. */
function writeKept(options: Options, plan: Plan): void {
  const kept = journaledKept(plan);
  const before = viewOf(options).kept;
  // What was listed before stays listed if it could not be read now, or if this run does not look for its type.
  const unread = before.filter(({ kind, name }) =>
    plan.undetermined.some((one) => one.kind === kind && one.name === name),
  );
  const outside = before.filter(({ kind }) => options.only?.includes(kind) === false);
  const next = [...kept, ...unread, ...outside];
  if (JSON.stringify(next) !== JSON.stringify(before))
    journalOf(options).write({ event: 'kept', kept: next });
}
