import { defined } from '../../base/defined.ts';
import type { Calls } from '../account/calls.ts';
import { known, unknown } from '../account/fact.ts';
import { Stopped } from '../account/write/errors.ts';
import type { Lab } from '../lab/lab.ts';
import type { LabRecord } from '../lab/lab-record.ts';
import { identity } from './caller.ts';
import { fact } from './declare.ts';
import type { Leftover, LeftoverState, Leftovers } from './values.ts';

const stateOf = { none: 'kept', look: 'similar', decide: 'undecided' } as const;

/**
 * What is left of the lab in the account: what a teardown's plan would delete, what it would keep and why, and what it
 * could not search. Step 9 and the doctor list it, so that they agree with the teardown.
 */
export async function readLeftovers(
  calls: Calls,
  lab: Lab,
  accountId: string,
  record: LabRecord | undefined,
): Promise<Leftovers> {
  // Most checks need no plan, and loading the teardown's code takes time.
  const { arnOf, journalOfRecord, notSearchedLines, planWith, resourceTypeOf, scanWith } = await import(
    '../teardown/read-plan.ts'
  );
  const scan = scanWith(calls, { lab, accountId, record }, journalOfRecord(record));
  const plan = await planWith(scan, { lab, accountId });
  const describe = (
    resource: Parameters<typeof arnOf>[0] & { name: string; region?: string },
    state: LeftoverState,
    why?: string,
  ): Leftover => ({
    kind: resource.kind,
    title: resourceTypeOf(resource.kind).title,
    name: resource.name,
    arn: arnOf(resource, lab.region),
    region: resource.region ?? lab.region,
    state,
    ...defined({ why }),
  });
  return {
    items: [
      ...plan.toDelete.map((resource) => describe(resource, 'deletable')),
      ...plan.kept.map(({ resource, why, review }) => describe(resource, stateOf[review], why)),
    ],
    undetermined: plan.undetermined,
    elsewhere: plan.elsewhere.map((one) => ({ ...one, title: resourceTypeOf(one.kind).title })),
    notSearched: notSearchedLines(plan),
    ...(record?.lastTeardown === undefined ? {} : { lastTeardown: record.lastTeardown }),
  };
}

export const leftovers = fact<Leftovers, { identity: typeof identity }>({
  description: 'what a teardown would find of the lab, here and in other regions',
  calls: [
    'codepipeline ListPipelines',
    'codepipeline GetPipeline',
    'codepipeline ListTagsForResource',
    'codepipeline ListPipelineExecutions',
    'codepipeline ListActionExecutions',
    'codepipeline GetPipelineState',
    'codeconnections ListConnections',
    'codeconnections GetConnection',
    'codeconnections ListTagsForResource',
    's3 ListBuckets',
    's3 HeadBucket',
    's3 GetBucketTagging',
    's3 GetBucketPolicy',
    's3 ListObjectVersions',
    's3 ListMultipartUploads',
    's3 GetObject',
    'iam ListRoles',
    'iam GetRole',
    'iam ListRolePolicies',
    'iam ListAttachedRolePolicies',
    'iam ListInstanceProfilesForRole',
    'iam ListPolicies',
    'iam GetPolicy',
    'iam ListEntitiesForPolicy',
  ],
  // The regions in five rounds; then the pipeline, its tags, what it names, their tags, its history, the artifacts,
  // the list of them, and the contents of the buckets.
  sequentialCalls: 15,
  growsWithAccount: true,
  dependsOn: { identity },
  read: async (get, { calls, lab, record }) => {
    const caller = await get.identity();
    if (caller.state !== 'known') return caller;
    try {
      return known(await readLeftovers(calls, lab, caller.value.account, record));
    } catch (error) {
      // The run's deadline ended the look between two pages of a bucket.
      if (!(error instanceof Stopped)) throw error;
      return unknown({
        cause: 'timeout',
        service: 's3',
        operation: 'ListObjectVersions',
        actions: [],
        code: 'Timeout',
        message: 'the bucket could not be read to its end in time',
      });
    }
  },
});
