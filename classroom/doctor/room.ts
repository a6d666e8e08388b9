import type { Calls } from '../../checker/account/calls.ts';
import { pipelineNames } from '../../checker/account/codepipeline.ts';
import { connections } from '../../checker/account/connections.ts';
import { type Fact, map } from '../../checker/account/fact.ts';
import { bucketNames } from '../../checker/account/s3.ts';
import { finding } from '../../checker/doctor/section.ts';
import {
  cannotTell,
  type Finding,
  fail,
  type Judgement,
  pass,
  waiting,
} from '../../checker/steps/finding.ts';
import { type Limit, limits, margin, roomFor } from '../limits.ts';
import { seatCount } from '../report/words.ts';
import type { Roster } from '../seat.ts';

/** How many there are, and the account's own quota where the account tells it. */
interface Taken {
  count: number;
  quota?: number;
}

const listed = (fact: Fact<{ items: unknown[]; complete: boolean }>): Fact<Taken> =>
  map(fact, ({ items }) => ({ count: items.length }));

const counted: Record<Limit['kind'], (calls: Calls) => Promise<Fact<Taken>>> = {
  buckets: async (calls) => listed(await bucketNames(calls)),
  pipelines: async (calls) => listed(await pipelineNames(calls)),
  connections: async (calls) => listed(await connections(calls)),
  // IAM counts for us, and says what this account's own quota is.
  roles: async (calls) => {
    const summary = await calls.read('iam', 'GetAccountSummary', {});
    return map(summary, ({ SummaryMap: { Roles = 0, RolesQuota } = {} }) => ({
      count: Roles,
      ...(RolesQuota === undefined ? {} : { quota: RolesQuota }),
    }));
  },
};

function judge(limit: Limit, seats: number, taken: Fact<Taken>, stated: number | undefined): Judgement {
  const { kind, perSeat, most, per } = limit;
  const adds = seats * perSeat;
  const expected = `room for ${adds} ${kind}, a tenth of the quota kept free`;
  if (taken.state !== 'known')
    return taken.state === 'unknown' ? cannotTell(expected, taken.trouble) : pass(expected, `no ${kind} yet`);
  const { count, quota } = taken.value;
  const bound = stated ?? quota ?? most;
  const whose = stated === undefined && quota === undefined ? `AWS's default of ${bound}` : `${bound}`;
  const found = `${count} of ${whose} in the ${per} are taken; ${seatCount(seats)} ${seats === 1 ? 'adds' : 'add'} ${adds}`;
  const raise = `Have the quota raised (Service Quotas; then say so at the top of the class.yaml: limits: {${kind}: N}), or spread the class over more accounts.`;
  if (count + adds > bound) return fail(expected, found, raise);
  if (seats > roomFor({ perSeat, most: bound }, count))
    return waiting(expected, `${found}: it goes, with less than ${margin * 100} % to spare`, raise);
  return pass(expected, found);
}

/** Whether an account has room for what its seats add; things that seats made already are counted twice. */
export function roomFindings(
  { inAccount, inRegion }: { inAccount: number; inRegion: number },
  roster: Pick<Roster, 'limits'>,
  calls: Calls,
): Promise<Finding[]> {
  return Promise.all(
    limits.map(async (limit) =>
      finding(
        {
          ...{ id: `class.room.${limit.kind}`, title: `Room for the class's ${limit.kind}` },
          ...{ why: 'A quota that is reached stops the last ones who come.', step: 'pipeline' },
        },
        judge(
          limit,
          limit.per === 'account' ? inAccount : inRegion,
          await counted[limit.kind](calls),
          roster.limits?.[limit.kind],
        ),
      ),
    ),
  );
}
