import { type Fact, known } from '../../account/fact.ts';
import { bucket, objectVersionPages } from '../../account/s3.ts';
import { Troubled } from '../../account/write/errors.ts';
import { isEmpty, measure, uploadPages } from '../contents.ts';
import { empty } from '../empty.ts';
import { decide } from '../ownership/decide.ts';
import { byJournal, byRecord } from '../ownership/proofs.ts';
import { namesBucket } from '../survey.ts';
import { type Findings, merge, nothingFound, type Proof, type Thing } from '../thing.ts';
import type { Kind, Look, Survey } from '../types.ts';
import { artifactBucket, artifactStoreProof } from './artifact-bucket.ts';
import { bucketOf } from './bucket.ts';
import { deployBucket } from './deploy-bucket.ts';

/** CodePipeline puts a pipeline's artifacts below the first 20 characters of its name. */
export const prefixOf = (pipeline: string) => `${pipeline.slice(0, 20)}/`;

const split = (id: string) => {
  const slash = id.indexOf('/');
  return { name: id.slice(0, slash), prefix: id.slice(slash + 1) };
};

/** Pipelines whose artifacts lie under the very same prefix of this bucket. */
function sharing(survey: Survey, name: string, prefix: string): string[] {
  const names = namesBucket(name);
  return survey.others
    .filter((other) => prefixOf(other.name) === prefix && other.strings.some(names))
    .map((other) => `pipeline ${other.name}, whose name begins alike`);
}

async function findIn(look: Look, name: string, speaking: readonly Proof[]): Promise<Findings> {
  const kind = 'artifacts';
  const prefix = prefixOf(look.names.pipeline);
  const id = `${name}/${prefix}`;
  const found = await bucket(look.calls, name, look.accountId);
  if (found.state === 'absent') return nothingFound();
  if (found.state === 'unknown')
    return { ...nothingFound(), untold: [{ kind, name: id, trouble: found.trouble }] };
  const region = found.value.region === look.lab.region ? {} : { region: found.value.region };
  const holds = await nothingIn(look, { id, ...region });
  if (holds.state === 'unknown')
    return { ...nothingFound(), untold: [{ kind, name: id, trouble: holds.trouble }] };
  if (holds.state === 'absent' || holds.value)
    return { ...nothingFound(), absent: [{ kind, name: id, code: 'nothing under this prefix' }] };
  const survey = await look.survey();
  const thing: Thing = {
    kind,
    id,
    name: id,
    ...region,
    proofs: [
      ...speaking,
      { by: 'name', text: "they lie under exactly the pipeline's prefix" },
      ...byJournal({ kind, id }, look.remembered),
    ],
    users: sharing(survey, name, prefix),
    untold: survey.unread,
    holds: {},
  };
  return { ...nothingFound(), things: [thing] };
}

/** Is there nothing under the prefix? One page tells. */
async function nothingIn(look: Look, thing: Pick<Thing, 'id' | 'region'>): Promise<Fact<boolean>> {
  const { name, prefix } = split(thing.id);
  const of = bucketOf(look, { ...thing, id: name });
  for await (const page of objectVersionPages(look.stream, of, prefix)) {
    if (page.state !== 'known') return page;
    if (page.value.length > 0) return known(false);
  }
  try {
    for await (const page of uploadPages(look.hands, of, prefix)) if (page.length > 0) return known(false);
  } catch (error) {
    if (error instanceof Troubled) return { state: 'unknown', trouble: error.trouble };
    throw error;
  }
  return known(true);
}

/** The lab's artifacts in a bucket that stays. In one that goes they go with it. */
export const artifacts: Kind = {
  name: 'artifacts',
  title: 'artifacts',
  after: ['pipeline'],

  async find(look) {
    const { own } = await look.survey();
    const [buckets, deploys] = await Promise.all([artifactBucket.find(look), deployBucket.find(look)]);
    const stores = new Map<string, Proof[]>();
    const store = own?.artifactBucket ?? '';
    if (store !== '') stores.set(store, [artifactStoreProof]);
    const all = [...buckets.things, ...deploys.things];
    const goes = new Set(all.filter((thing) => decide(thing).go === true).map(({ id }) => id));
    for (const thing of buckets.things) {
      // A bucket that has another user is still the lab's by its name and its tag.
      if (
        !goes.has(thing.id) &&
        new Set(thing.proofs.map(({ by }) => by)).size >= 2 &&
        thing.against === undefined
      )
        stores.set(thing.id, [
          ...(stores.get(thing.id) ?? []),
          { by: 'bucket', text: "the bucket is the lab's by two proofs" },
        ]);
    }
    const { artifactBucket: before = '', pipeline } = look.record;
    if (before !== '' && pipeline === look.names.pipeline && !stores.has(before) && !goes.has(before))
      stores.set(before, [byRecord]);
    for (const { kind, id } of look.remembered)
      if (kind === 'artifacts' && !stores.has(split(id).name)) stores.set(split(id).name, []);
    for (const name of goes) stores.delete(name);
    return merge(await Promise.all([...stores].map(([name, speaking]) => findIn(look, name, speaking))));
  },

  measure(thing, look) {
    const { name, prefix } = split(thing.id);
    return measure(look, bucketOf(look, { ...thing, id: name }), prefix);
  },

  delete(thing, hands, look, progress) {
    const { name, prefix } = split(thing.id);
    return empty(hands, look, bucketOf(look, { ...thing, id: name }), prefix, progress);
  },

  async gone(thing, look) {
    const { name, prefix } = split(thing.id);
    const contents = await measure(look, bucketOf(look, { ...thing, id: name }), prefix);
    return contents.state === 'known' && isEmpty(contents.value)
      ? { state: 'absent', code: 'nothing under this prefix' }
      : contents;
  },
};
