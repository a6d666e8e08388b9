import { isOtherSeatsName, partsOfConsolePolicyName } from '../lab/lab.ts';
import { minimumNearLength, pipelineNameHint } from './near-name.ts';
import { consoleNameProof, nameProof } from './ownership.ts';
import type { OwnershipProof } from './resource.ts';
import type { AccountScan } from './types.ts';

/** What a policy's name shows of whose it is. */
export interface NameEvidence {
  proofs: OwnershipProof[];
  hints: string[];
}

/**
 * The names that the lab gives its policy. All seats of a class derive the same name, so for a seat only a name from
 * its settings is one.
 */
export function ownPolicyNames({ lab, ownNames }: AccountScan): readonly string[] {
  if (lab.seat === undefined) return ownNames('policy');
  return lab.names?.policy === undefined ? [] : [lab.names.policy];
}

/** The ends of a name that begin after a hyphen, and the name itself. */
const endsOf = (name: string) => [
  name,
  ...[...name.matchAll(/-/g)].map(({ index }) => name.slice(index + 1)),
];

/**
 * Whether a name ends with the lab's pipeline name, and not with a longer one: another pipeline's, or the one that
 * another seat derives.
 */
function endsWithPipelineName(
  { lab, accountId, ownNames }: AccountScan,
  name: string,
  otherPipelines: readonly string[],
): boolean {
  const own = ownNames('pipeline').find(
    (each) => each.length >= minimumNearLength && name.endsWith(`-${each}`),
  );
  if (own === undefined) return false;
  const longer = endsOf(name).filter(({ length }) => length > own.length);
  return !longer.some(
    (end) => otherPipelines.includes(end) || isOtherSeatsName('pipeline', end, lab, accountId),
  );
}

/**
 * What the name of a customer managed policy shows, whatever its path. `otherPipelines`: the names of the account's
 * pipelines that are not the lab's.
 */
export function evidenceOfPolicyName(
  scan: AccountScan,
  name: string,
  otherPipelines: readonly string[] = [],
): NameEvidence {
  if (ownPolicyNames(scan).includes(name)) return { proofs: [nameProof], hints: [] };
  const parts = partsOfConsolePolicyName(name);
  if (parts !== undefined) {
    const isOwn = parts.region === scan.lab.region && scan.ownNames('pipeline').includes(parts.pipeline);
    return { proofs: isOwn ? [consoleNameProof] : [], hints: [] };
  }
  const hints = endsWithPipelineName(scan, name, otherPipelines) ? [pipelineNameHint] : [];
  return { proofs: [], hints };
}
