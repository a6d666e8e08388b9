import { defined } from '../../base/defined.ts';
import type { Calls } from '../../checker/account/calls.ts';
import { pipelineNames } from '../../checker/account/codepipeline.ts';
import { connections } from '../../checker/account/connections.ts';
import { type Fact, map } from '../../checker/account/fact.ts';
import { completeList } from '../../checker/account/paging.ts';
import { bucketNames } from '../../checker/account/s3.ts';
import { finding } from '../../checker/doctor/section.ts';
import {
  type Finding,
  fail,
  type Judgement,
  pass,
  undetermined,
  waiting,
} from '../../checker/steps/finding.ts';
import { labQuotas, type Quota, reservedShare, seatsThatFit } from '../quotas.ts';
import { seatCount } from '../report/words.ts';
import type { Roster } from '../seat.ts';

/** How many resources exist, and the account's own quota where AWS reports it. */
interface QuotaUsage {
  count: number;
  accountQuota?: number;
}

/** The length of a list that was read to its end. */
const countOf = (fact: Fact<unknown[]>): Fact<QuotaUsage> => map(fact, ({ length }) => ({ count: length }));

const usageOf: Record<Quota['resource'], (calls: Calls) => Promise<Fact<QuotaUsage>>> = {
  buckets: async (calls) => countOf(completeList(await bucketNames(calls), 's3', 'ListBuckets')),
  pipelines: async (calls) =>
    countOf(completeList(await pipelineNames(calls), 'codepipeline', 'ListPipelines')),
  connections: async (calls) =>
    countOf(completeList(await connections(calls), 'codeconnections', 'ListConnections')),
  // IAM reports both the number of roles and the account's own quota.
  roles: async (calls) => {
    const summary = await calls.read('iam', 'GetAccountSummary', {});
    return map(summary, ({ SummaryMap: { Roles = 0, RolesQuota } = {} }) => ({
      count: Roles,
      ...defined({ accountQuota: RolesQuota }),
    }));
  },
};

function judgeQuota(
  definition: Quota,
  seats: number,
  usage: Fact<QuotaUsage>,
  configured: number | undefined,
): Judgement {
  const { resource, perSeat, defaultValue, scope } = definition;
  const added = seats * perSeat;
  const expected = `room for ${added} ${resource}, a tenth of the quota kept free`;
  if (usage.state !== 'known')
    return usage.state === 'unknown'
      ? undetermined(expected, usage.error)
      : pass(expected, `no ${resource} yet`);
  const { count, accountQuota: quota } = usage.value;
  const limit = configured ?? quota ?? defaultValue;
  const limitText =
    configured === undefined && quota === undefined ? `AWS's default of ${limit}` : `${limit}`;
  const found = `${count} of ${limitText} in the ${scope} are taken; ${seatCount(seats)} ${seats === 1 ? 'adds' : 'add'} ${added}`;
  const raise = `Have the quota raised (Service Quotas; then say so at the top of the class.yaml: limits: {${resource}: N}), or spread the class over more accounts.`;
  if (count + added > limit) return fail(expected, found, raise);
  if (seats > seatsThatFit({ perSeat, defaultValue: limit }, count))
    return waiting(expected, `${found}: it goes, with less than ${reservedShare * 100} % to spare`, raise);
  return pass(expected, found);
}

/**
 * Whether an account has quota left for its seats' resources. Those that a seat already created count twice.
 */
export function quotaFindings(
  { inAccount, inRegion }: { inAccount: number; inRegion: number },
  roster: Pick<Roster, 'limits'>,
  calls: Calls,
): Promise<Finding[]> {
  return Promise.all(
    labQuotas.map(async (quota) =>
      finding(
        {
          id: `class.room.${quota.resource}`,
          title: `Room for the class's ${quota.resource}`,
          why: 'A quota that is reached stops the last ones who come.',
          step: 'pipeline',
        },
        judgeQuota(
          quota,
          quota.scope === 'account' ? inAccount : inRegion,
          await usageOf[quota.resource](calls),
          roster.limits?.[quota.resource],
        ),
      ),
    ),
  );
}
