import type { Calls } from '../account/calls.ts';
import { type Fact, known, unknown } from '../account/fact.ts';
import { Stopped } from '../account/write/errors.ts';
import type { Lab } from '../lab/lab.ts';
import type { LabRecord } from '../lab/lab-record.ts';
import type { FactReaders } from './fact-context.ts';
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
    ...{ kind: resource.kind, title: resourceTypeOf(resource.kind).title, name: resource.name },
    ...{ arn: arnOf(resource, lab.region), region: resource.region ?? lab.region, state },
    ...(why === undefined ? {} : { why }),
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

export const leftoverFacts: FactReaders<'leftovers'> = {
  leftovers: async (getFact, { calls, lab, record }): Promise<Fact<Leftovers>> => {
    const identity = await getFact('identity');
    if (identity.state !== 'known') return identity;
    try {
      return known(await readLeftovers(calls, lab, identity.value.account, record));
    } catch (error) {
      // The run's deadline ended the look between two pages of a bucket.
      if (!(error instanceof Stopped)) throw error;
      return unknown({
        ...{ cause: 'timeout', service: 's3', operation: 'ListObjectVersions', actions: [] },
        ...{ code: 'Timeout', message: 'the bucket could not be read to its end in time' },
      });
    }
  },
};
