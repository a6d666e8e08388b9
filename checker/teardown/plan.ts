import { createHash } from 'node:crypto';
import { defined } from '../../base/defined.ts';
import { throwIfStopped } from '../account/write/errors.ts';
import type { Explanation, JournaledKept } from '../lab/lab-record.ts';
import { type DeletionDecision, decide, type Review } from './decide.ts';
import { type Deployed, deployedInto } from './deployed.ts';
import { findAll } from './find.ts';
import { type Options, type ScanSettings, scanOf } from './options.ts';
import { isBucketKind } from './ownership.ts';
import {
  type AbsentResource,
  mergeScanResults,
  type Resource,
  type UndeterminedResource,
} from './resource.ts';
import { resourceTypeOf, resourceTypes } from './resource-types/index.ts';
import type { AccountScan, Elsewhere, SearchLimit } from './types.ts';

/** A resource that may be the lab's and that the teardown keeps. */
export interface KeptResource {
  resource: Resource;
  why: string;
  review: Review;
  /** Set if only users that nothing in the account shows keep it, which the user can declare to be none. */
  isAdoptable?: true;
  /** Set for a bucket into which the lab's pipeline deployed: what is still there of it. */
  deployed?: Deployed;
}

/** What a teardown would do in the account's present state. */
export interface Plan {
  /** Changes with anything that the plan would delete, keep, or could not determine. */
  digest: string;
  accountId: string;
  region: string;
  /** What the plan deletes, in order. */
  toDelete: Resource[];
  kept: KeptResource[];
  /** What AWS positively reports as absent. */
  absent: AbsentResource[];
  /** What could not be determined. It never counts as absent. */
  undetermined: UndeterminedResource[];
  /** What has the lab's names in regions that this teardown does not include. */
  elsewhere: Elsewhere[];
  /** What was not searched. Whoever confirms the plan knows it. */
  limits: SearchLimit[];
  /** The regions that had to be read, with those that could not be. */
  searchedRegions: readonly string[];
  /** Which entries of the listed buckets are the lab's. */
  explanations: Map<string, Explanation>;
}

export type PlanDraft = Omit<Plan, 'digest'>;

const compareResources = (a: { kind: string; id: string }, b: { kind: string; id: string }) =>
  `${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

/**
 * The digest of what the plan deletes, keeps and could not determine or search, in an order that does not depend on
 * the order of AWS's answers. The keys keep their old names: `go`, `born` and `untold` are part of the hash.
 */
export function planDigest(draft: PlanDraft): string {
  const { accountId, region, toDelete, kept, undetermined, limits } = draft;
  const unreadRegions = limits.flatMap(({ region: unread }) => unread ?? []).sort();
  const canonical = sorted({
    accountId,
    region,
    go: [...toDelete].sort(compareResources).map(({ kind, id, incarnation, holds, contents }) => ({
      kind,
      id,
      born: incarnation,
      holds,
      contents,
    })),
    kept: kept
      .map(({ resource: { kind, id, incarnation } }) => ({ kind, id, born: incarnation }))
      .sort(compareResources),
    untold: undetermined
      .map(({ kind, name, error: callError }) => ({ kind, id: name, code: callError.code }))
      .sort(compareResources),
    ...(unreadRegions.length === 0 ? {} : { unreadRegions }),
  });
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex').slice(0, 16);
}

const keptResource = (
  resource: Resource,
  { why, review, isAdoptable }: Extract<DeletionDecision, { delete: false }>,
): KeptResource => ({ resource, why, review, ...(isAdoptable ? { isAdoptable } : {}) });

/** Adds what the lab's pipeline deployed into the bucket: it stays, too, so the report has to name it. */
async function withDeployed(kept: KeptResource, scan: AccountScan): Promise<KeptResource> {
  const deployed = await deployedInto(kept.resource, scan);
  return deployed === undefined ? kept : { ...kept, deployed };
}

/** Measures a resource that nothing but its contents keeps, and files it in the draft. */
async function addMeasured(draft: PlanDraft, resource: Resource, scan: AccountScan): Promise<void> {
  const contents = await resourceTypeOf(resource.kind).measure?.(resource, scan);
  if (contents?.state === 'absent')
    draft.absent.push({ kind: resource.kind, name: resource.name, code: contents.code });
  else if (contents?.state === 'unknown')
    draft.undetermined.push({ kind: resource.kind, name: resource.name, error: contents.error });
  else {
    const measured = contents === undefined ? resource : { ...resource, contents: contents.value };
    const decision = decide(measured, scan.journal.notMine);
    if (decision.delete === true) draft.toDelete.push(measured);
    if (decision.delete === false) draft.kept.push(keptResource(measured, decision));
  }
}

/** Keeps every resource that has to be deleted after one that is undetermined. */
function keepBlocked(draft: PlanDraft): void {
  const blockerOf = (resource: Resource) =>
    draft.undetermined.find(({ kind }) => resourceTypeOf(resource.kind).after.includes(kind));
  for (const resource of draft.toDelete.filter(blockerOf)) {
    const blocker = blockerOf(resource) as UndeterminedResource;
    draft.kept.push({
      resource,
      why: `waits until ${resourceTypeOf(blocker.kind).title} ${blocker.name} can be read`,
      review: 'none',
    });
  }
  draft.toDelete = draft.toDelete.filter((resource) => !blockerOf(resource));
}

const typeIndex = ({ kind }: Resource) => resourceTypes.findIndex(({ name }) => name === kind);

/** The same bucket can be a candidate of two types; the one with more proofs is listed. */
function withoutTwins(resources: readonly Resource[]): Resource[] {
  const kept = new Map<string, Resource>();
  for (const resource of resources) {
    const before = kept.get(resource.id);
    if (before === undefined || before.proofs.length < resource.proofs.length)
      kept.set(resource.id, resource);
  }
  return resources.filter((resource) => kept.get(resource.id) === resource);
}

/** Plans with a scan that was started for it. Changes nothing. Throws Stopped. */
export async function planWith(
  scan: AccountScan,
  { lab, accountId, only, signal }: Pick<ScanSettings, 'lab' | 'accountId' | 'only' | 'signal'>,
): Promise<Plan> {
  const wanted = resourceTypes.filter(({ name }) => only?.includes(name) ?? true);
  const [search, ...results] = await Promise.all([
    scan.search(),
    ...wanted.map((type) => findAll(type, scan)),
  ]);
  const findings = mergeScanResults(results);
  throwIfStopped(signal);
  const draft: PlanDraft = {
    accountId,
    region: lab.region,
    toDelete: [],
    kept: [],
    absent: [...findings.absent],
    undetermined: [...findings.undetermined],
    elsewhere: search.elsewhere,
    limits: search.limits,
    searchedRegions: search.searchedRegions,
    explanations: new Map(),
  };
  const candidates: Resource[] = [];
  for (const resource of withoutTwins(findings.resources)) {
    const decision = decide(resource, scan.journal.notMine);
    if (decision.delete === true) candidates.push(resource);
    if (decision.delete === false) draft.kept.push(keptResource(resource, decision));
    if (decision.delete === 'undetermined')
      for (const callError of resource.undetermined)
        draft.undetermined.push({ kind: resource.kind, name: resource.name, error: callError });
  }
  await Promise.all(candidates.map((resource) => addMeasured(draft, resource, scan)));
  throwIfStopped(signal);
  keepBlocked(draft);
  draft.kept = await Promise.all(draft.kept.map((kept) => withDeployed(kept, scan)));
  draft.toDelete.sort((a, b) => typeIndex(a) - typeIndex(b) || compareResources(a, b));
  draft.kept.sort(
    (a, b) => typeIndex(a.resource) - typeIndex(b.resource) || compareResources(a.resource, b.resource),
  );
  // Once its pipeline is gone, nothing else shows what the lab put into a bucket that stays.
  const listed = [...draft.toDelete, ...draft.kept.map(({ resource }) => resource)].filter(({ kind }) =>
    isBucketKind(kind),
  );
  const { byBucket } =
    listed.length > 0 ? await scan.explanation() : { byBucket: new Map<string, Explanation>() };
  for (const { id } of listed) {
    const explanation = byBucket.get(id);
    if (explanation !== undefined) draft.explanations.set(id, explanation);
  }
  return { digest: planDigest(draft), ...draft };
}

/**
 * Finds everything that the lab created and plans what to do with it. Changes nothing. What AWS does not
 * answer is listed in `undetermined`. Throws Stopped.
 */
export function plan(options: Options): Promise<Plan> {
  options.onProgress?.({ event: 'scanning' });
  return planWith(scanOf(options), options);
}

/** Whether the user has to decide about something before the account counts as clean. */
export const hasUndecided = ({ kept }: Pick<Plan, 'kept'>): boolean =>
  kept.some(({ review }) => review === 'decide');

/** What the journal stores of the kept resources. */
export const journaledKept = ({ kept, explanations }: Pick<Plan, 'kept' | 'explanations'>): JournaledKept[] =>
  kept.map(({ resource: { kind, id, name, region }, why, review }) => {
    const explanation = explanations.get(id);
    return {
      kind,
      id,
      name,
      why,
      unresolved: review === 'decide',
      ...defined({ region, explanation }),
    };
  });
