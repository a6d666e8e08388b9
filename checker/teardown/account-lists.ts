import { type Connection, connections } from '../account/connections.ts';
import type { Fact } from '../account/fact.ts';
import { customerPolicies, type ListedRole, roles } from '../account/iam.ts';
import { completeList } from '../account/paging.ts';
import { buckets, type ListedBucket } from '../account/s3.ts';
import { listedPipelines } from './pipeline-strings.ts';
import type { AccountScan, SearchLimit } from './types.ts';

function listOf<T>(fact: Fact<T[]>, what: string, limits: SearchLimit[]): T[] {
  if (fact.state === 'unknown') limits.push({ what, why: `${fact.error.code}: ${fact.error.message}` });
  return fact.state === 'known' ? fact.value : [];
}

/** What the whole account contains, as far as it could be listed. */
export interface Lists {
  pipelines: string[];
  connections: Connection[];
  buckets: ListedBucket[];
  roles: ListedRole[];
  policies: string[];
}

/** Lists the account. A list that cannot be read is a limit. */
export async function readLists({ run: { calls }, lab }: AccountScan, limits: SearchLimit[]): Promise<Lists> {
  const [listedHere, connected, stored, allRoles, policies] = await Promise.all([
    listedPipelines(calls, lab.region),
    connections(calls, { region: lab.region }).then((fact) =>
      completeList(fact, 'codeconnections', 'ListConnections'),
    ),
    buckets(calls).then((fact) => completeList(fact, 's3', 'ListBuckets')),
    roles(calls).then((fact) => completeList(fact, 'iam', 'ListRoles')),
    customerPolicies(calls).then((fact) => completeList(fact, 'iam', 'ListPolicies')),
  ]);
  return {
    // The scan itself reports errors of these two lists.
    pipelines: listOf(listedHere, 'pipelines', []).map(({ name }) => name),
    connections: listOf(connected, 'connections', []),
    buckets: listOf(stored, 'the list of buckets', limits),
    roles: listOf(allRoles, 'the list of roles', limits),
    policies: listOf(policies, 'the list of managed policies', limits),
  };
}

/** `arn:aws:iam::123456789012:policy/path/name` → `name` */
export const nameInArn = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
