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

/** A thing that looks like the lab's and stays all the same. */
export interface KeptResource {
  resource: Resource;
  why: string;
  /** A person should look at it: nothing else uses it, but too little says that it is the lab's. */
  needsReview: boolean;
}

/** What a teardown would do, as the account is now. */
export interface Plan {
  /** Changes with anything that the plan would delete, keep, or could not tell. */
  digest: string;
  accountId: string;
  region: string;
  /** What goes, in order. */
  toDelete: Resource[];
  kept: KeptResource[];
  /** Looked for, and positively not there. */
  absent: AbsentResource[];
  /** Could not be told: never taken for absent. */
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

/** Over everything that matters, in an order that does not depend on who answered first. */
function planDigest({ accountId, region, toDelete: go, kept, undetermined }: Draft): string {
  const canonical = sorted({
    accountId,
    region,
    go: [...go].sort(compareResources).map(({ kind, id, incarnation, holds, contents }) => ({
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

/** While it can't be told what a thing is that has to go first, nothing that comes after it goes. */
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
 * Looks for everything that the lab made and says what would become of it. Changes nothing. What AWS refuses
 * to tell stands in `untold`. Throws Stopped.
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
