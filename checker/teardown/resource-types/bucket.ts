import { isDeepStrictEqual } from 'node:util';
import { defined } from '../../../base/defined.ts';
import { type Fact, known } from '../../account/fact.ts';
import { pages } from '../../account/paging.ts';
import { type Bucket, bucket, bucketPolicy, bucketTags } from '../../account/s3.ts';
import type { AccountWriter } from '../../account/write/account-writer.ts';
import { CallFailed } from '../../account/write/errors.ts';
import { partitionOf } from '../../lab/lab.ts';
import { isConsoleBucket } from '../account-search.ts';
import { measure } from '../contents.ts';
import { empty, type MayDelete } from '../empty.ts';
import { type BucketEntry, explains, mayLackEntries } from '../explained-entries.ts';
import { adoptionOf, isAgreedTo, journalProofs, proofsFromTags } from '../ownership.ts';
import { pipelinesMentioning } from '../pipeline-inventory.ts';
import { mentionsBucket } from '../pipeline-strings.ts';
import { usersByPolicy } from '../policy-users.ts';
import {
  type Contents,
  emptyScanResult,
  type Progress,
  type Resource,
  type ResourceTypeName,
  type ScanResult,
} from '../resource.ts';
import { retryOnConflict } from '../retry-on-conflict.ts';
import type { AccountScan, Candidate } from '../types.ts';

/** Converts a resource to the `Bucket` that the S3 readers take. */
export const bucketOf = (scan: AccountScan, { id, region }: Pick<Resource, 'id' | 'region'>): Bucket => ({
  name: id,
  owner: scan.accountId,
  region: region ?? scan.lab.region,
});

/** Whether the account's own list has the bucket: a HEAD does not distinguish another account's bucket from a denied one. */
async function isListed(scan: AccountScan, name: string): Promise<Fact<boolean>> {
  const listing = pages(scan.calls, {
    service: 's3',
    operation: 'ListBuckets',
    input: { Prefix: name },
    next: ({ ContinuationToken }) => (ContinuationToken ? { ContinuationToken } : undefined),
  });
  for await (const page of listing) {
    if (page.state !== 'known') return page;
    if (page.value.Buckets?.some(({ Name }) => Name === name)) return known(true);
  }
  return known(false);
}

const foreignBucket = { state: 'absent', code: 'owned by another account' } as const;

/** The bucket, or absent: it does not exist, or another account owns the name. */
async function ownBucket(
  scan: AccountScan,
  name: string,
  options: { region?: string } = {},
): Promise<Fact<Bucket>> {
  const head = await bucket(scan.calls, name, scan.accountId, options);
  if (head.state !== 'unknown' || head.error.cause !== 'denied') return head;
  // Every call names the expected owner, so this denial can be about a bucket that is not the account's.
  const listed = await isListed(scan, name);
  return listed.state === 'known' && !listed.value ? foreignBucket : head;
}

/** Whom a bucket policy names besides the lab's roles. */
const usersOf = (document: string, scan: AccountScan): Promise<Fact<string[]>> =>
  usersByPolicy(scan, {
    document,
    counts: 'named',
    from: { service: 's3', operation: 'GetBucketPolicy' },
  });

/** Reads one bucket that may be the lab's. */
export async function inspectBucket(
  kind: ResourceTypeName,
  { id: name, proofs: initialProofs, hints }: Candidate,
  scan: AccountScan,
): Promise<ScanResult> {
  const undetermined = (fact: Extract<Fact<unknown>, { state: 'unknown' }>): ScanResult => ({
    ...emptyScanResult(),
    undetermined: [{ kind, name, error: fact.error }],
  });
  const found = await ownBucket(scan, name);
  if (found.state === 'unknown') return undetermined(found);
  if (found.state === 'absent') return { ...emptyScanResult(), absent: [{ kind, name, code: found.code }] };
  const [tags, policy] = await Promise.all([
    bucketTags(scan.calls, found.value),
    bucketPolicy(scan.calls, found.value),
  ]);
  if (tags.state === 'unknown') return undetermined(tags);
  if (tags.state === 'absent') return { ...emptyScanResult(), absent: [{ kind, name, code: tags.code }] };
  const inventory = await scan.inventory();
  const identity = {
    kind,
    id: name,
    ...(found.value.region === scan.lab.region ? {} : { region: found.value.region }),
  };
  const { proofs, ...rest } = proofsFromTags(tags.value, scan.names);
  const named = policy.state === 'known' ? await usersOf(policy.value, scan) : policy;
  const resource: Resource = {
    ...identity,
    name,
    ...rest,
    hints,
    holds: {},
    proofs: [...initialProofs, ...proofs, ...journalProofs(identity, scan.journal)],
    users: [
      ...pipelinesMentioning(scan, inventory, mentionsBucket(name)),
      ...(named.state === 'known'
        ? named.value.map((principal) => `${principal}, by its bucket policy`)
        : []),
    ],
    undetermined: [...inventory.readErrors, ...(named.state === 'unknown' ? [named.error] : [])],
    ...(isConsoleBucket(name)
      ? { sharedBecause: 'the console uses it for all pipelines that it creates in this region' }
      : {}),
  };
  return { ...emptyScanResult(), resources: [resource] };
}

/**
 * Counts what a bucket contains, and which of it the lab did not put there, once per scan. Unknown if entries remain
 * unexplained while not everything that the pipeline deployed could be read.
 */
export function measureBucket(resource: Resource, scan: AccountScan): Promise<Fact<Contents>> {
  const measuring = scan.measured.get(resource.id) ?? measureNow(resource, scan);
  scan.measured.set(resource.id, measuring);
  return measuring;
}

async function measureNow(resource: Resource, scan: AccountScan): Promise<Fact<Contents>> {
  const { byBucket, errors } = await scan.explanation();
  const isExplained = explains(byBucket.get(resource.id));
  const contents = await measure(scan, bucketOf(scan, resource), '', isExplained);
  if (contents.state !== 'known' || contents.value.unexplained === undefined) return contents;
  const { unexplained, ...rest } = contents.value;
  if (isAgreedTo(unexplained, adoptionOf(resource, scan.journal.adopted))) return known(rest);
  const [error] = errors;
  if (error !== undefined) return { state: 'unknown', error };
  return mayLackEntries(byBucket.get(resource.id))
    ? known({ ...rest, unexplained: { ...unexplained, isUnknown: true } })
    : contents;
}

/** The policy that keeps others from writing while a bucket is emptied. */
function denyingPolicy({ name, region }: Bucket): string {
  const Statement = {
    Sid: 'TheLabIsBeingRemoved',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `arn:${partitionOf(region)}:s3:::${name}/*`,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
}

/** Whether a bucket's policy is exactly the teardown's own: one that was changed since is the user's. */
function isDenyingPolicy(document: string, target: Bucket): boolean {
  if (document === '') return false;
  try {
    return isDeepStrictEqual(JSON.parse(document), JSON.parse(denyingPolicy(target)));
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Denies all writes to the bucket. A bucket that already has a policy is left as it is. */
async function denyWrites(writer: AccountWriter, scan: AccountScan, target: Bucket): Promise<void> {
  const policy = await bucketPolicy(scan.calls, target);
  if (policy.state !== 'known' || policy.value !== '') return;
  const input = { Bucket: target.name, ExpectedBucketOwner: target.owner, Policy: denyingPolicy(target) };
  try {
    await writer.call('s3', 'PutBucketPolicy', input, target.region);
  } catch (error) {
    // Denying writes only saves passes: the next pass of `empty` finds what is written in the meantime.
    if (!(error instanceof CallFailed)) throw error;
  }
}

/** Lets others write again into a bucket that stays after a teardown had begun to empty it. */
export async function allowWrites(
  resource: Resource,
  writer: AccountWriter,
  scan: AccountScan,
): Promise<void> {
  const target = bucketOf(scan, resource);
  const policy = await bucketPolicy(scan.again().calls, target);
  if (policy.state === 'unknown') throw new CallFailed(policy.error);
  if (policy.state === 'absent' || !isDenyingPolicy(policy.value, target)) return;
  const input = { Bucket: target.name, ExpectedBucketOwner: target.owner };
  await writer.call('s3', 'DeleteBucketPolicy', input, target.region);
}

const entryId = ({ id, key }: BucketEntry) => `${id} ${key}`;

/**
 * What may be deleted of a bucket's entries: what the lab wrote, and exactly what the user agreed to when adopting the
 * bucket. An entry that comes after this reading stays.
 */
async function deletableIn(resource: Resource, scan: AccountScan): Promise<MayDelete> {
  const { byBucket } = await scan.explanation();
  const isExplained = explains(byBucket.get(resource.id));
  const adoption = adoptionOf(resource, scan.journal.adopted);
  if (adoption === undefined) return isExplained;
  const unexplained = new Set<string>();
  const target = bucketOf(scan, resource);
  const contents = await measure(scan, target, '', isExplained, (entry) => unexplained.add(entryId(entry)));
  const isAgreed = contents.state === 'known' && isAgreedTo(contents.value.unexplained, adoption);
  return (entry) => isExplained(entry) || (isAgreed && unexplained.has(entryId(entry)));
}

/** Empties a bucket of what the lab put there, and deletes it. */
export async function deleteBucket(
  resource: Resource,
  writer: AccountWriter,
  scan: AccountScan,
  progress: Progress,
): Promise<void> {
  const target = bucketOf(scan, resource);
  await denyWrites(writer, scan, target);
  const mayDelete = await deletableIn(resource, scan);
  await retryOnConflict(['BucketNotEmpty', 'OperationAborted'], writer, async () => {
    await empty(writer, scan, target, '', progress, mayDelete);
    await writer.call(
      's3',
      'DeleteBucket',
      { Bucket: target.name, ExpectedBucketOwner: target.owner },
      target.region,
    );
  });
}

/** Returns `absent` once the account has no bucket of this name. */
export const bucketGone = (
  { id, region }: Pick<Resource, 'id' | 'region'>,
  scan: AccountScan,
): Promise<Fact<unknown>> => ownBucket(scan, id, defined({ region }));
