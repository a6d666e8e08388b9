import { adoptionOf, journalHints, keptBefore, resourceKey, withProofs } from './ownership.ts';
import { emptyScanResult, mergeScanResults, type Resource, type ScanResult } from './resource.ts';
import type { AccountScan, Candidate, ResourceType } from './types.ts';

/** Takes away what the user, by adopting the resource, agreed to ignore or to delete with it. */
function withAdoption(resource: Resource, { journal }: AccountScan): Resource {
  const adoption = adoptionOf(resource, journal.adopted);
  if (adoption === undefined) return resource;
  const users = resource.users.filter((user) => !adoption.users.includes(user));
  return { ...resource, users };
}

/** Adds the proofs that another region of the run has for the same resource. */
function withSharedProofs(resource: Resource, { run }: AccountScan): Resource {
  const shared = run.proofs.get(resourceKey(resource)) ?? [];
  return { ...resource, proofs: withProofs(resource.proofs, shared) };
}

/** Reads one candidate of a type, with what the journal says of it. */
export async function inspect(
  type: ResourceType,
  candidate: Candidate,
  scan: AccountScan,
): Promise<ScanResult> {
  const result = await type.inspect(candidate, scan);
  const resources = result.resources.map((resource) => {
    const hints = [...resource.hints, ...journalHints(resource, scan.journal)];
    const known = { ...withSharedProofs(resource, scan), ...keptBefore(resource, scan.journal), hints };
    return withAdoption(known, scan);
  });
  return { ...result, resources };
}

/** Finds all resources of a type that may be the lab's. */
export async function findAll(type: ResourceType, scan: AccountScan): Promise<ScanResult> {
  const { found, undetermined, absent } = await type.candidates(scan);
  const inspected = await Promise.all(found.map((candidate) => inspect(type, candidate, scan)));
  return mergeScanResults([
    ...inspected,
    {
      ...emptyScanResult(),
      undetermined: undetermined.map((one) => ({ kind: type.name, ...one })),
      absent: absent.map((one) => ({ kind: type.name, ...one })),
    },
  ]);
}
