import fc from 'fast-check';
import { labTag } from './teardown-session.ts';

/** What a resource's tags state: the lab, nothing, another lab, or a seat in the same account. */
const tagged = fc.constantFrom('lab', 'lab', 'none', 'other', 'seat');
export type Tagged = 'lab' | 'none' | 'other' | 'seat';

export const tagsFor: Record<Tagged, { Key: string; Value: string }[]> = {
  lab: [labTag],
  none: [],
  other: [{ Key: 'lab', Value: 'another-lab' }],
  seat: [labTag, { Key: 'seat', Value: 'ben' }],
};

const bucket = fc.record({ tag: tagged, objects: fc.nat(3), marker: fc.boolean() });

/** Names that nearly match the lab's. */
export const twists = {
  longer: (name: string) => `${name}2`,
  numbered: (name: string) => `${name}-1`,
  shorter: (name: string) => name.slice(0, -2),
  prefixed: (name: string) => `a-${name}`,
  swapped: (name: string) => name.replace('lab', 'lba').replace('deploy', 'delpoy').replace('facts', 'fcats'),
};

/** An account with some of the lab's resources in any state, and with resources that only resemble them. */
export const accounts = fc.record({
  deployBucket: fc.option(bucket, { freq: 6 }),
  artifactBucket: fc.option(bucket, { freq: 6 }),
  /**
   * The artifacts are in the console's bucket, which all pipelines of the region share, instead of the lab's bucket.
   */
  sharedStore: fc.boolean(),
  pipeline: fc.option(fc.record({ tag: tagged, deploysElsewhere: fc.boolean() }), { freq: 6 }),
  connections: fc.array(tagged, { maxLength: 2 }),
  role: fc.option(fc.record({ tag: tagged, inline: fc.nat(2), attached: fc.boolean() }), { freq: 6 }),
  policy: fc.option(fc.record({ tag: tagged, onRole: fc.boolean(), onUser: fc.boolean() }), { freq: 3 }),
  /** The resources of the lab that a neighbor's pipeline also uses. */
  neighbor: fc.option(
    fc.record({
      deployBucket: fc.boolean(),
      artifactBucket: fc.boolean(),
      connection: fc.boolean(),
      role: fc.boolean(),
    }),
  ),
  decoys: fc.uniqueArray(
    fc.record({
      kind: fc.constantFrom('deployBucket', 'artifactBucket', 'connection', 'role'),
      twist: fc.constantFrom(...(Object.keys(twists) as (keyof typeof twists)[])),
      tag: fc.constantFrom<Tagged>('lab', 'none', 'other'),
    }),
    { maxLength: 4, selector: ({ kind, twist }) => `${kind} ${twist}` },
  ),
});

export type Account = typeof accounts extends fc.Arbitrary<infer A> ? A : never;

/** The artifact bucket that the console creates for all pipelines of a region. */
export const sharedStore = 'codepipeline-us-east-1-123456789012';

export const isOthers = (tag: Tagged) => tag === 'other' || tag === 'seat';
