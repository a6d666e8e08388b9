import { createHash } from 'node:crypto';
import { throwIfStopped } from '../account/write/errors.ts';
import { decide } from './decide.ts';
import { confirmedResources } from './journal.ts';
import { journalOf, type Options } from './options.ts';
import {
  type AbsentResource,
  mergeScanResults,
  type Resource,
  type UndeterminedResource,
} from './resource.ts';
import { resourceTypeOf, resourceTypes } from './resource-types/index.ts';
import { newScan } from './scan.ts';
import type { AccountScan } from './types.ts';

/** A resource that may be the lab's and that the teardown keeps. */
export interface KeptResource {
  resource: Resource;
  why: string;
  /** The user should look at it: nothing else uses it, but it has too few proofs to be the lab's. */
  needsReview: boolean;
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
}

type Draft = Omit<Plan, 'digest'>;

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
 * The digest of what the plan deletes, keeps and could not determine, in an order that does not depend on the
 * order of AWS's answers. The keys keep their old names: `go`, `born` and `untold` are part of the hash.
 */
function planDigest({ accountId, region, toDelete, kept, undetermined }: Draft): string {
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
  });
  return createHash('sha256').update(JSON.stringify(canonical)).digest('hex').slice(0, 16);
}

async function addMeasured(draft: Draft, resource: Resource, scan: AccountScan): Promise<void> {
  const contents = await resourceTypeOf(resource.kind).measure?.(resource, scan);
  if (contents === undefined) draft.toDelete.push(resource);
  else if (contents.state === 'known') draft.toDelete.push({ ...resource, contents: contents.value });
  else if (contents.state === 'absent')
    draft.absent.push({ kind: resource.kind, name: resource.name, code: contents.code });
  else draft.undetermined.push({ kind: resource.kind, name: resource.name, error: contents.error });
}

/** Keeps every resource that has to be deleted after one that is undetermined. */
function keepBlocked(draft: Draft): void {
  const blockerOf = (resource: Resource) =>
    draft.undetermined.find(({ kind }) => resourceTypeOf(resource.kind).after.includes(kind));
  for (const resource of draft.toDelete.filter(blockerOf)) {
    const blocker = blockerOf(resource) as UndeterminedResource;
    draft.kept.push({
      resource,
      why: `waits until it can be told what ${resourceTypeOf(blocker.kind).title} ${blocker.name} is`,
      needsReview: false,
    });
  }
  draft.toDelete = draft.toDelete.filter((resource) => !blockerOf(resource));
}

/**
 * Finds everything that the lab created and plans what to do with it. Changes nothing. What AWS does not
 * answer is listed in `undetermined`. Throws Stopped.
 */
export async function plan(options: Options): Promise<Plan> {
  options.onProgress?.({ event: 'scanning' });
  const scan = newScan(options, confirmedResources(journalOf(options)));
  const wanted = resourceTypes.filter(({ name }) => options.only?.includes(name) ?? true);
  const findings = mergeScanResults(await Promise.all(wanted.map((kind) => kind.find(scan))));
  throwIfStopped(options.signal);
  const draft: Draft = {
    accountId: options.accountId,
    region: options.lab.region,
    toDelete: [],
    kept: [],
    absent: [...findings.absent],
    undetermined: [...findings.undetermined],
  };
  const candidates: Resource[] = [];
  for (const resource of findings.resources) {
    const decision = decide(resource);
    if (decision.delete === true) candidates.push(resource);
    if (decision.delete === false)
      draft.kept.push({ resource, why: decision.why, needsReview: decision.needsReview });
    if (decision.delete === 'undetermined')
      for (const callError of resource.undetermined)
        draft.undetermined.push({ kind: resource.kind, name: resource.name, error: callError });
  }
  await Promise.all(candidates.map((resource) => addMeasured(draft, resource, scan)));
  throwIfStopped(options.signal);
  keepBlocked(draft);
  const typeIndex = (resource: Resource) => resourceTypes.findIndex(({ name }) => name === resource.kind);
  draft.toDelete.sort((a, b) => typeIndex(a) - typeIndex(b) || compareResources(a, b));
  return { digest: planDigest(draft), ...draft };
}
