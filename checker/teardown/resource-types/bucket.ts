import { type Fact, known } from '../../account/fact.ts';
import { type Bucket, bucket, bucketPolicy, bucketTags } from '../../account/s3.ts';
import { Troubled } from '../../account/write/errors.ts';
import type { Hands } from '../../account/write/hands.ts';
import { partitionOf } from '../../lab/lab.ts';
import { empty } from '../empty.ts';
import { byJournal, byTags } from '../ownership/proofs.ts';
import { persist } from '../persist.ts';
import { namesBucket, pipelinesNaming } from '../survey.ts';
import {
  type Findings,
  type KindName,
  merge,
  nothingFound,
  type Progress,
  type Proof,
  type Thing,
} from '../thing.ts';
import type { Look } from '../types.ts';

/** The bucket as the account's reader wants it. */
export const bucketOf = (look: Look, { id, region }: Pick<Thing, 'id' | 'region'>): Bucket => ({
  name: id,
  owner: look.accountId,
  region: region ?? look.lab.region,
});

/**
 * When the account's bucket of this name was made; undefined when the account has none. Only the list of all
 * buckets tells it, and only it tells a bucket that is somebody else's from one that may not be looked at.
 */
async function madeAt(look: Look, name: string): Promise<Fact<string | undefined>> {
  let more: { ContinuationToken?: string } | undefined = {};
  while (more !== undefined) {
    const page: Fact<{
      Buckets?: { Name?: string | undefined; CreationDate?: Date | undefined }[] | undefined;
      ContinuationToken?: string | undefined;
    }> = await look.calls.read('s3', 'ListBuckets', { Prefix: name, ...more });
    if (page.state !== 'known') return page;
    const found = page.value.Buckets?.find(({ Name }) => Name === name);
    if (found !== undefined) return known(found.CreationDate?.toISOString() ?? '');
    const token: string | undefined = page.value.ContinuationToken;
    more = token ? { ContinuationToken: token } : undefined;
  }
  return known(undefined);
}

async function findOne(
  look: Look,
  kind: KindName,
  name: string,
  speaking: readonly Proof[],
): Promise<Findings> {
  const untold = (fact: Fact<unknown>): Findings =>
    fact.state === 'unknown'
      ? { ...nothingFound(), untold: [{ kind, name, trouble: fact.trouble }] }
      : { ...nothingFound(), absent: [{ kind, name, code: fact.state === 'absent' ? fact.code : '' }] };
  const [head, made] = await Promise.all([bucket(look.calls, name, look.accountId), madeAt(look, name)]);
  if (head.state === 'absent') return untold(head);
  if (made.state !== 'known') return untold(made);
  // Every call names the owner: this refusal is about a bucket that is not the account's.
  if (made.value === undefined && head.state === 'unknown' && head.trouble.cause === 'denied')
    return untold({ state: 'absent', code: "only somebody else's" });
  if (head.state === 'unknown') return untold(head);
  const tags = await bucketTags(look.calls, head.value);
  if (tags.state !== 'known') return untold(tags);
  const survey = await look.survey();
  const identity = {
    kind,
    id: name,
    ...(made.value === undefined ? {} : { born: made.value }),
    ...(head.value.region === look.lab.region ? {} : { region: head.value.region }),
  };
  const { proofs, ...rest } = byTags(tags.value, look.names);
  const thing: Thing = {
    ...identity,
    name,
    ...rest,
    proofs: [...speaking, ...proofs, ...byJournal(identity, look.remembered)],
    users: pipelinesNaming(survey, namesBucket(name)),
    untold: survey.unread,
    holds: {},
  };
  return { ...nothingFound(), things: [thing] };
}

/** Looks for buckets by name, each with what else speaks for it. */
export async function findBuckets(
  look: Look,
  kind: KindName,
  candidates: ReadonlyMap<string, readonly Proof[]>,
): Promise<Findings> {
  return merge(
    await Promise.all([...candidates].map(([name, speaking]) => findOne(look, kind, name, speaking))),
  );
}

/** Adds a proof to a candidate; a candidate may also come without one. */
export function speak(candidates: Map<string, Proof[]>, name: string, ...proofs: Proof[]): void {
  if (name !== '') candidates.set(name, [...(candidates.get(name) ?? []), ...proofs]);
}

/** Lets nobody write any more, unless the bucket has a policy of its own, which stays as it is. */
async function close(hands: Hands, look: Look, of: Bucket): Promise<void> {
  const policy = await bucketPolicy(look.calls, of);
  if (policy.state !== 'known' || policy.value !== '') return;
  const Statement = {
    Sid: 'TheLabIsBeingRemoved',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `arn:${partitionOf(of.region)}:s3:::${of.name}/*`,
  };
  try {
    await hands.call(
      's3',
      'PutBucketPolicy',
      {
        Bucket: of.name,
        ExpectedBucketOwner: of.owner,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: [Statement] }),
      },
      of.region,
    );
  } catch (error) {
    // A help, not a need: whatever is written meanwhile is seen by the next pass.
    if (!(error instanceof Troubled)) throw error;
  }
}

/** Empties a bucket and deletes it. */
export async function deleteBucket(
  thing: Thing,
  hands: Hands,
  look: Look,
  progress: Progress,
): Promise<void> {
  const of = bucketOf(look, thing);
  await close(hands, look, of);
  await persist(['BucketNotEmpty', 'OperationAborted'], hands, async () => {
    await empty(hands, look, of, '', progress);
    await hands.call('s3', 'DeleteBucket', { Bucket: of.name, ExpectedBucketOwner: of.owner }, of.region);
  });
}

/** `absent` once no bucket of this name is to be seen. */
export async function bucketGone(thing: Thing, look: Look): Promise<Fact<unknown>> {
  const fact = await bucket(look.calls, thing.id, look.accountId, {
    ...(thing.region === undefined ? {} : { region: thing.region }),
  });
  if (fact.state !== 'unknown' || fact.trouble.cause !== 'denied') return fact;
  // The name may be somebody else's by now; the account's own list tells.
  const made = await madeAt(look, thing.id);
  return made.state === 'known' && made.value === undefined
    ? { state: 'absent', code: "only somebody else's" }
    : fact;
}
