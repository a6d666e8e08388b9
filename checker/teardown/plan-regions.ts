import { defined } from '../../base/defined.ts';
import { makeCalls } from '../account/calls.ts';
import { decide } from './decide.ts';
import { findAll } from './find.ts';
import { type Options, scanOf } from './options.ts';
import { resourceKey, withProofs } from './ownership.ts';
import { type Plan, plan, planDigest } from './plan.ts';
import { artifactBucket } from './resource-types/artifact-bucket.ts';
import { deployBucket } from './resource-types/deploy-bucket.ts';
import { policy } from './resource-types/policy.ts';
import { role } from './resource-types/role.ts';
import { newRun } from './scan.ts';
import type { RunState } from './types.ts';

/** Gives these regions' options the state that the scans of one run share. */
export function inOneRun<T extends Options>(regions: readonly T[]): T[] {
  const [first] = regions;
  if (first === undefined) return [];
  const { clients, signal, rateLimiter } = first;
  const calls = makeCalls(clients, {
    ...defined({ signal, rateLimiter }),
  });
  const run: RunState =
    first.run ??
    newRun(
      first,
      regions.map(({ lab }) => lab.region),
      calls,
    );
  return regions.map((options) => ({ ...options, run }));
}

/** The types whose resources two regions can share: their names are unique in the whole account. */
const sharedTypes = [deployBucket, artifactBucket, role, policy];

/**
 * Finds the lab's pipelines of every region first, and the proofs that each region has for roles, policies and buckets:
 * what two regions of the lab share has no foreign user then, and the proofs of both.
 */
async function collectOwners(regions: readonly Options[]): Promise<void> {
  for (const options of regions) await scanOf(options).inventory();
  for (const type of sharedTypes) {
    for (const options of regions) {
      const { resources } = await findAll(type, scanOf(options));
      for (const resource of resources) {
        const before = options.run?.proofs.get(resourceKey(resource)) ?? [];
        options.run?.proofs.set(resourceKey(resource), withProofs(before, resource.proofs));
      }
    }
    if (type === role) await collectRoles(regions);
  }
}

async function collectRoles(regions: readonly Options[]): Promise<void> {
  for (const options of regions) {
    const scan = scanOf(options);
    const { resources } = await findAll(role, scan);
    for (const resource of resources)
      if (decide(resource, scan.journal.notMine).delete === true)
        options.run?.labRoles.add(`role ${resource.name}`);
  }
}

/** Lists what several regions found only in the first plan that deletes it, or else in the first that keeps it. */
function withoutRepeats(plans: readonly Plan[]): Plan[] {
  const deleting = new Map<string, Plan>();
  for (const one of plans)
    for (const resource of one.toDelete)
      if (!deleting.has(resourceKey(resource))) deleting.set(resourceKey(resource), one);
  const keeping = new Map<string, Plan>();
  for (const one of plans)
    for (const { resource } of one.kept)
      if (!keeping.has(resourceKey(resource))) keeping.set(resourceKey(resource), one);
  return plans.map((one) => {
    const changed = {
      ...one,
      toDelete: one.toDelete.filter((resource) => deleting.get(resourceKey(resource)) === one),
      kept: one.kept.filter(
        ({ resource }) => keeping.get(resourceKey(resource)) === one && !deleting.has(resourceKey(resource)),
      ),
    };
    return { ...changed, digest: planDigest(changed) };
  });
}

/** The plan of each region, in order. What regions share is listed once. Changes nothing. Throws Stopped. */
export async function planRegions(regions: readonly Options[]): Promise<Plan[]> {
  const [only] = regions;
  if (only !== undefined && regions.length === 1) return [await plan(only)];
  await collectOwners(regions);
  const plans: Plan[] = [];
  for (const options of regions) plans.push(await plan(options));
  return withoutRepeats(plans);
}
