import { type Fact, known } from '../../account/fact.ts';
import { type Bucket, bucket, bucketPolicy, bucketTags } from '../../account/s3.ts';
import type { AccountWriter } from '../../account/write/account-writer.ts';
import { CallFailed } from '../../account/write/errors.ts';
import { partitionOf } from '../../lab/lab.ts';
import { empty } from '../empty.ts';
import { journalProofs, proofsFromTags } from '../ownership.ts';
import { mentionsBucket, pipelinesMentioning } from '../pipeline-inventory.ts';
import {
  emptyScanResult,
  mergeScanResults,
  type OwnershipProof,
  type Progress,
  type Resource,
  type ResourceTypeName,
  type ScanResult,
} from '../resource.ts';
import { retryOnConflict } from '../retry-on-conflict.ts';
import type { AccountScan } from '../types.ts';

/** Converts a resource to the `Bucket` that the S3 readers take. */
export const bucketOf = (scan: AccountScan, { id, region }: Pick<Resource, 'id' | 'region'>): Bucket => ({
  name: id,
  owner: scan.accountId,
  region: region ?? scan.lab.region,
});

/**
 * When the account's bucket of this name was created (ISO 8601); undefined when the account has none. Only
 * ListBuckets reports it, and only ListBuckets distinguishes another account's bucket from a denied one.
 */
async function createdAt(scan: AccountScan, name: string): Promise<Fact<string | undefined>> {
  let more: { ContinuationToken?: string } | undefined = {};
  while (more !== undefined) {
    const page: Fact<{
      Buckets?: { Name?: string | undefined; CreationDate?: Date | undefined }[] | undefined;
      ContinuationToken?: string | undefined;
    }> = await scan.calls.read('s3', 'ListBuckets', { Prefix: name, ...more });
    if (page.state !== 'known') return page;
    const found = page.value.Buckets?.find(({ Name }) => Name === name);
    if (found !== undefined) return known(found.CreationDate?.toISOString() ?? '');
    const token: string | undefined = page.value.ContinuationToken;
    more = token ? { ContinuationToken: token } : undefined;
  }
  return known(undefined);
}

async function findOne(
  scan: AccountScan,
  kind: ResourceTypeName,
  name: string,
  initialProofs: readonly OwnershipProof[],
): Promise<ScanResult> {
  const unresolved = (fact: Fact<unknown>): ScanResult =>
    fact.state === 'unknown'
      ? { ...emptyScanResult(), undetermined: [{ kind, name, error: fact.error }] }
      : { ...emptyScanResult(), absent: [{ kind, name, code: fact.state === 'absent' ? fact.code : '' }] };
  const [head, created] = await Promise.all([
    bucket(scan.calls, name, scan.accountId),
    createdAt(scan, name),
  ]);
  if (head.state === 'absent') return unresolved(head);
  if (created.state !== 'known') return unresolved(created);
  // Every call names the expected owner, so this denial is about a bucket that is not the account's.
  if (created.value === undefined && head.state === 'unknown' && head.error.cause === 'denied')
    return unresolved({ state: 'absent', code: "only somebody else's" });
  if (head.state === 'unknown') return unresolved(head);
  const tags = await bucketTags(scan.calls, head.value);
  if (tags.state !== 'known') return unresolved(tags);
  const inventory = await scan.inventory();
  const identity = {
    kind,
    id: name,
    ...(created.value === undefined ? {} : { incarnation: created.value }),
    ...(head.value.region === scan.lab.region ? {} : { region: head.value.region }),
  };
  const { proofs, ...rest } = proofsFromTags(tags.value, scan.names);
  const resource: Resource = {
    ...identity,
    name,
    ...rest,
    proofs: [...initialProofs, ...proofs, ...journalProofs(identity, scan.journaled)],
    users: pipelinesMentioning(inventory, mentionsBucket(name)),
    undetermined: inventory.readErrors,
    holds: {},
  };
  return { ...emptyScanResult(), resources: [resource] };
}

/** Finds buckets by name and adds the proofs that each bucket itself has. */
export async function findBuckets(
  scan: AccountScan,
  kind: ResourceTypeName,
  candidates: ReadonlyMap<string, readonly OwnershipProof[]>,
): Promise<ScanResult> {
  return mergeScanResults(
    await Promise.all(
      [...candidates].map(([name, initialProofs]) => findOne(scan, kind, name, initialProofs)),
    ),
  );
}

/** Adds a candidate, with or without proofs, or adds proofs to one. Ignores an empty name. */
export function addProof(
  candidates: Map<string, OwnershipProof[]>,
  name: string,
  ...proofs: OwnershipProof[]
): void {
  if (name !== '') candidates.set(name, [...(candidates.get(name) ?? []), ...proofs]);
}

/** Denies all writes to the bucket. A bucket that already has a policy is left as it is. */
async function denyWrites(writer: AccountWriter, scan: AccountScan, target: Bucket): Promise<void> {
  const policy = await bucketPolicy(scan.calls, target);
  if (policy.state !== 'known' || policy.value !== '') return;
  const Statement = {
    Sid: 'TheLabIsBeingRemoved',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `arn:${partitionOf(target.region)}:s3:::${target.name}/*`,
  };
  try {
    await writer.call(
      's3',
      'PutBucketPolicy',
      {
        Bucket: target.name,
        ExpectedBucketOwner: target.owner,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: [Statement] }),
      },
      target.region,
    );
  } catch (error) {
    // Denying writes only saves passes: the next pass of `empty` finds what is written in the meantime.
    if (!(error instanceof CallFailed)) throw error;
  }
}

/** Empties a bucket and deletes it. */
export async function deleteBucket(
  resource: Resource,
  writer: AccountWriter,
  scan: AccountScan,
  progress: Progress,
): Promise<void> {
  const target = bucketOf(scan, resource);
  await denyWrites(writer, scan, target);
  await retryOnConflict(['BucketNotEmpty', 'OperationAborted'], writer, async () => {
    await empty(writer, scan, target, '', progress);
    await writer.call(
      's3',
      'DeleteBucket',
      { Bucket: target.name, ExpectedBucketOwner: target.owner },
      target.region,
    );
  });
}

/** Returns `absent` once the account has no bucket of this name. */
export async function bucketGone(resource: Resource, scan: AccountScan): Promise<Fact<unknown>> {
  const fact = await bucket(scan.calls, resource.id, scan.accountId, {
    ...(resource.region === undefined ? {} : { region: resource.region }),
  });
  if (fact.state !== 'unknown' || fact.error.cause !== 'denied') return fact;
  // Another account may have taken the name; the account's own list decides.
  const created = await createdAt(scan, resource.id);
  return created.state === 'known' && created.value === undefined
    ? { state: 'absent', code: "only somebody else's" }
    : fact;
}
