import fc from 'fast-check';
import type { Base } from './base-account.ts';

/** A resource of a lab, as a change names it. */
export type Target = 'pipeline' | 'deployBucket' | 'artifactBucket' | 'connection' | 'role' | 'policy';
export type TagState = 'none' | 'lab' | 'other lab' | 'seat';
export type Twist = 'longer' | 'numbered' | 'shorter' | 'prefixed' | 'swapped' | 'far';

/** Something that a user or a neighbor did before the teardown. `lab` is 0 for the home region, 1 for the second. */
export type Change =
  | { do: 'delete'; target: Target; lab: number }
  | { do: 'tag'; target: Exclude<Target, 'policy'>; tags: TagState; lab: number }
  | {
      do: 'neighbor';
      region: number;
      name: 'neighbor' | 'codepipeline-s3-deploy-lab-2';
      uses: ('role' | 'connection' | 'artifactBucket' | 'deployBucket')[];
      lab: number;
    }
  | { do: 'trust'; who: 'lambda' | 'account'; lab: number }
  | { do: 'own policy'; tags: TagState; attached: boolean; lab: number }
  | { do: 'share policy'; as: 'user' | 'role' | 'boundary of user' | 'boundary of role'; lab: number }
  | { do: 'attach policy of others'; lab: number }
  | {
      do: 'put';
      bucket: 'deployBucket' | 'artifactBucket';
      key: string;
      as: 'object' | 'marker' | 'upload';
      lab: number;
    }
  | { do: 'overwrite page'; content?: 'deployed'; lab: number }
  | { do: 'remove page'; lab: number }
  | { do: 'twin connection'; tags: TagState; lab: number }
  | {
      do: 'decoy';
      kind: 'pipeline' | 'deployBucket' | 'artifactBucket' | 'connection' | 'role';
      twist: Twist;
      tags: 'none' | 'lab' | 'other lab';
      lab: number;
    }
  | { do: 'use role elsewhere'; lab: number }
  | { do: 'wait for approval'; lab: number }
  | {
      do: 'edit pipeline';
      what: 'deploys elsewhere' | 'deploys twice' | 'stores elsewhere' | 'other role' | 'other connection';
      lab: number;
    }
  | { do: 'pipeline of others'; tags: 'none' | 'other lab'; lab: number }
  | { do: 'role of others'; lab: number };

/** What happens in the middle of the run, before one of its calls. */
export type Interruption =
  | { do: 'delete'; target: Target; lab: number }
  | { do: 'put'; bucket: 'deployBucket' | 'artifactBucket'; lab: number }
  | { do: 'neighbor'; uses: ('role' | 'connection' | 'deployBucket')[]; lab: number };

/** What a user does after the process ended and before the teardown is resumed. */
export type Between =
  | 'nothing'
  | 'object into deploy bucket'
  | 'object into artifact bucket'
  | 'new role of the same name'
  | 'new bucket of the same name'
  | 'pipeline deleted'
  | 'connection deleted';

/** A call of a run: the nth of all calls, or the nth of those that change something. */
export interface Moment {
  nth: number;
  of: 'calls' | 'changes';
}

export type Disturbance =
  | { is: 'calm' }
  | { is: 'interrupted'; at: Moment; by: Interruption }
  | { is: 'faults'; seed: number; errors: number; drop: number; halfClose: number; throttle: number }
  | { is: 'denied'; actions: string[]; region: 'all' | 'home' | 'second' | 'third' }
  | { is: 'killed'; at: Moment; when: 'before' | 'after'; between: Between; again?: Moment };

/** What `record` claims: resources that an earlier check saw, some of them not the lab's. */
export type Claim = 'connection' | 'twin' | 'deployBucket' | 'artifactBucket' | 'role' | 'policy';

export interface Draw {
  base: Base;
  /** The labs that the run tears down. */
  run: 'all' | 'home' | 'second';
  changes: Change[];
  record: Claim[];
  confirm: 'yes' | 'no' | 'nobody';
  disturbance: Disturbance;
  /** Says of one strongly unproven resource that it is the lab's, or is not, and runs again. */
  adopt: 'nothing' | 'adopt' | 'not mine';
}

const lab = fc.nat(1);
const target = fc.constantFrom<Target>(
  ...(['pipeline', 'pipeline', 'deployBucket', 'artifactBucket', 'connection', 'role', 'policy'] as const),
);
const tags = fc.constantFrom<TagState>('none', 'lab', 'other lab', 'seat');
const is = <const T extends string>(value: T) => fc.constant(value);
const bucket = fc.constantFrom<'deployBucket' | 'artifactBucket'>('deployBucket', 'artifactBucket');

const foreignKeys = [
  'precious.txt',
  'photos/me.jpg',
  'index.html.bak',
  'codepipeline-s3-deplo/SourceArti/abc1234',
  'codepipeline-s3-dep/SourceArti/abc1234',
  'codepipeline-s3-depl',
  'others-pipeline/SourceArti/abc1235',
];

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: is('delete'), target, lab }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: is('tag'),
      target: target.map((each) => (each === 'policy' ? 'role' : each)),
      tags,
      lab,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: is('neighbor'),
      region: fc.nat(2),
      name: fc.constantFrom<'neighbor' | 'codepipeline-s3-deploy-lab-2'>(
        ...(['neighbor', 'neighbor', 'codepipeline-s3-deploy-lab-2'] as const),
      ),
      uses: fc.subarray(['role', 'connection', 'artifactBucket', 'deployBucket'] as const, { minLength: 1 }),
      lab,
    }) as fc.Arbitrary<Change>,
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: is('trust'),
      who: fc.constantFrom('lambda' as const, 'account' as const),
      lab,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is('own policy'), tags, attached: fc.boolean(), lab }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: is('share policy'),
      as: fc.constantFrom(...(['user', 'role', 'boundary of user', 'boundary of role'] as const)),
      lab,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('attach policy of others'), lab }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: is('put'),
      bucket,
      key: fc.constantFrom(...foreignKeys),
      as: fc.constantFrom(...(['object', 'object', 'marker', 'upload'] as const)),
      lab,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: is('overwrite page'), lab }) },
  { weight: 1, arbitrary: fc.record({ do: is('overwrite page'), content: is('deployed'), lab }) },
  { weight: 1, arbitrary: fc.record({ do: is('remove page'), lab }) },
  { weight: 2, arbitrary: fc.record({ do: is('twin connection'), tags, lab }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: is('decoy'),
      kind: fc.constantFrom(
        ...(['pipeline', 'deployBucket', 'artifactBucket', 'connection', 'role'] as const),
      ),
      twist: fc.constantFrom<Twist>('longer', 'numbered', 'shorter', 'prefixed', 'swapped', 'far'),
      tags: fc.constantFrom(...(['none', 'lab', 'other lab'] as const)),
      lab,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('use role elsewhere'), lab }) },
  { weight: 1, arbitrary: fc.record({ do: is('wait for approval'), lab }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: is('edit pipeline'),
      what: fc.constantFrom(
        ...([
          'deploys elsewhere',
          'deploys twice',
          'stores elsewhere',
          'other role',
          'other connection',
        ] as const),
      ),
      lab,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: is('pipeline of others'),
      tags: fc.constantFrom('none' as const, 'other lab' as const),
      lab,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: is('role of others'), lab }) },
);

const interruption: fc.Arbitrary<Interruption> = fc.oneof(
  fc.record({ do: is('delete'), target, lab }),
  fc.record({ do: is('put'), bucket, lab }),
  fc.record({
    do: is('neighbor'),
    uses: fc.subarray(['role' as const, 'connection' as const, 'deployBucket' as const], { minLength: 1 }),
    lab,
  }),
);

/** Actions that a caller can be denied. */
const actions = [
  'codepipeline:ListPipelines',
  'codepipeline:GetPipeline',
  'codepipeline:ListTagsForResource',
  'codepipeline:DeletePipeline',
  'codeconnections:ListConnections',
  'codeconnections:DeleteConnection',
  'codeconnections:ListTagsForResource',
  'iam:GetRole',
  'iam:ListAttachedRolePolicies',
  'iam:ListEntitiesForPolicy',
  'iam:GetPolicy',
  'iam:DeleteRole',
  'iam:DeletePolicy',
  'iam:DetachRolePolicy',
  's3:ListAllMyBuckets',
  's3:GetBucketTagging',
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:ListBucketMultipartUploads',
  's3:GetObject',
  's3:DeleteObjectVersion',
  's3:DeleteBucket',
];

const rate = fc.constantFrom(0, 0, 0.02, 0.05);
const at: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({ nth: fc.integer({ min: 1, max: 250 }), of: is('calls') }),
  fc.record({ nth: fc.integer({ min: 1, max: 14 }), of: is('changes') }),
);

const disturbance: fc.Arbitrary<Disturbance> = fc.oneof(
  { weight: 9, arbitrary: fc.constant<Disturbance>({ is: 'calm' }) },
  { weight: 3, arbitrary: fc.record({ is: is('interrupted'), at, by: interruption }) },
  {
    weight: 1,
    arbitrary: fc.record({
      is: is('faults'),
      seed: fc.nat(1_000_000),
      errors: rate,
      drop: rate,
      halfClose: rate,
      throttle: rate,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      is: is('denied'),
      actions: fc.subarray(actions, { minLength: 1, maxLength: 2 }),
      region: fc.constantFrom(...(['all', 'all', 'home', 'second', 'third'] as const)),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        is: is('killed'),
        at,
        when: fc.constantFrom('before' as const, 'after' as const),
        between: fc.constantFrom<Between>(
          ...([
            ...(['nothing', 'nothing', 'nothing'] as const),
            'object into deploy bucket',
            'object into artifact bucket',
            'new role of the same name',
            'new bucket of the same name',
            'pipeline deleted',
            'connection deleted',
          ] as const),
        ),
        again: at,
      },
      { requiredKeys: ['is', 'at', 'when', 'between'] },
    ) as fc.Arbitrary<Disturbance>,
  },
);

const base: fc.Arbitrary<Base> = fc
  .record({
    style: fc.constantFrom(...(['cli', 'console', 'wizard', 'terraform'] as const)),
    second: fc.constantFrom(...(['none', 'none', 'none', 'own role', 'same role'] as const)),
    oldPage: fc.nat(9).map((n) => n === 0),
  })
  .map((each) => (each.second === 'none' ? each : { ...each, oldPage: false }));

export const draws: fc.Arbitrary<Draw> = fc.record({
  base,
  run: fc.constantFrom(...(['all', 'all', 'home', 'second'] as const)),
  changes: fc.array(change, { maxLength: 4 }),
  record: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Claim[]>([]) },
    {
      weight: 1,
      arbitrary: fc.subarray<Claim>(
        ['connection', 'twin', 'deployBucket', 'artifactBucket', 'role', 'policy'],
        { minLength: 1, maxLength: 2 },
      ),
    },
  ),
  confirm: fc.constantFrom(
    ...(['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'no', 'nobody'] as const),
  ),
  disturbance,
  adopt: fc.constantFrom('nothing', 'nothing', 'adopt', 'not mine'),
});

const rest = ({ do: _, ...more }: { do: string }) =>
  Object.entries(more)
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join('+') : value}`)
    .join(' ');

/** The draw in a form that a person can read. */
export function readable({ base: { style, second, oldPage }, run, ...draw }: Draw): string {
  const fateText = Object.entries(draw.disturbance)
    .map(([key, value]) => (key === 'is' ? value : `${key}=${JSON.stringify(value)}`))
    .join(' ');
  return [
    `a lab in the style ${style}; second region: ${second}${oldPage ? '; a page before the first deployment' : ''}`,
    ...draw.changes.map((each) => `  ${each.do}: ${rest(each)}`),
    ...(draw.record.length > 0 ? [`  a record names: ${draw.record.join(', ')}`] : []),
    `  tear down: ${run}; confirm: ${draw.confirm}; ${fateText}; adopt: ${draw.adopt}`,
  ].join('\n');
}
