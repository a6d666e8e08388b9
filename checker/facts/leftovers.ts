import { pipeline, pipelineNames } from '../account/codepipeline.ts';
import { connections } from '../account/connections.ts';
import { absent, andThen, type CallError, type Fact, known, map, unknown } from '../account/fact.ts';
import { role } from '../account/iam.ts';
import { bucketsInOtherRegions } from '../account/read/other-regions.ts';
import { bucket, bucketNames, objectVersionPages } from '../account/s3.ts';
import { consoleName, partitionOf } from '../lab/lab.ts';
import type { FactContext, FactReaders, GetFact } from './fact-context.ts';
import type { LabRecord } from './values.ts';

async function recorded(getFact: GetFact): Promise<LabRecord> {
  const record = await getFact('record');
  return record.state === 'known' ? record.value : {};
}

/** The first that still exists; unknown when any could not be read; absent when all are gone. */
function firstRemaining<T>(facts: Fact<T>[]): Fact<T> {
  return (
    facts.find(({ state }) => state === 'known') ??
    facts.find(({ state }) => state === 'unknown') ??
    absent('Gone')
  );
}

const listTooLong = (service: string, operation: string, what: string): CallError => ({
  ...{ cause: 'other', service, operation, actions: [], code: 'ListTooLong' },
  message: `the list is longer than what was read of it, and ${what} was not among that`,
});

const distinct = (names: (string | undefined)[]) => [...new Set(names.filter((name) => name !== undefined))];

async function artifactsIn(getFact: GetFact, { calls }: FactContext, name: string, pipelineName: string) {
  const caller = await getFact('identity');
  if (caller.state !== 'known') return caller;
  // CodePipeline stores a pipeline's artifacts under the first 20 characters of its name.
  const prefix = `${pipelineName.slice(0, 20)}/`;
  const bucketFact = await bucket(calls, name, caller.value.account);
  return andThen<
    typeof bucketFact extends Fact<infer B> ? B : never,
    { bucket: string; prefix: string; count: number }
  >(bucketFact, async (found) => {
    let count = 0;
    for await (const page of objectVersionPages(calls, found, prefix)) {
      if (page.state !== 'known') return page;
      count += page.value.length;
    }
    return count > 0 ? known({ bucket: name, prefix, count }) : absent('NoArtifacts');
  });
}

/** Whether another pipeline of the region stores its artifacts under the same prefix. */
async function sharesPrefix({ calls }: FactContext, pipelineName: string): Promise<Fact<boolean>> {
  const prefix = pipelineName.slice(0, 20);
  return map(await pipelineNames(calls), ({ items }) =>
    items.some((name) => name !== pipelineName && name.slice(0, 20) === prefix),
  );
}

export const leftoverFacts: FactReaders<
  | 'pipelineLeft'
  | 'bucketLeft'
  | 'artifactsLeft'
  | 'connectionsLeft'
  | 'roleLeft'
  | 'policiesLeft'
  | 'bucketsElsewhere'
> = {
  pipelineLeft: async (getFact, { calls }) =>
    andThen(await getFact('names'), async (names) => {
      const each = distinct([names.pipeline, (await recorded(getFact)).pipeline]);
      const facts = await Promise.all(each.map((name) => pipeline(calls, name)));
      return andThen(firstRemaining(facts), ({ name }) => known(name));
    }),
  bucketLeft: async (getFact, { calls }) =>
    andThen(await getFact('identity'), async ({ account }) =>
      andThen(await getFact('names'), async (names) => {
        const each = distinct([names.deployBucket, (await recorded(getFact)).bucket]);
        const facts = await Promise.all(each.map((name) => bucket(calls, name, account)));
        return andThen(firstRemaining(facts), ({ name }) => known(name));
      }),
    ),
  artifactsLeft: async (getFact, context) =>
    andThen(await getFact('identity'), async ({ account }) =>
      andThen(await getFact('names'), async (names) => {
        const record = await recorded(getFact);
        const pipelineName = record.pipeline ?? names.pipeline;
        const artifactBucket = await bucket(context.calls, names.artifactBucket, account);
        if (artifactBucket.state === 'unknown') return artifactBucket;
        if (artifactBucket.state === 'known') {
          const inside = await artifactsIn(getFact, context, names.artifactBucket, pipelineName);
          return inside.state === 'absent'
            ? known({ bucket: names.artifactBucket, prefix: '', count: 0 })
            : inside;
        }
        if (record.artifactBucket === undefined || record.artifactBucket === names.artifactBucket)
          return absent('Gone');
        const shared = await artifactsIn(getFact, context, record.artifactBucket, pipelineName);
        if (shared.state !== 'known') return shared;
        // Artifacts that can be another pipeline's are not reported as the lab's leftovers.
        return andThen(await sharesPrefix(context, pipelineName), (isPrefixShared) =>
          isPrefixShared ? absent('Shared') : shared,
        );
      }),
    ),
  connectionsLeft: async (getFact, { calls }) =>
    andThen(await getFact('names'), async (names) => {
      const { connectionArn } = await recorded(getFact);
      return andThen(await connections(calls), ({ items, complete }) => {
        const found = items.filter(({ name, arn }) => name === names.connection || arn === connectionArn);
        if (found.length > 0) return known(found.map(({ arn }) => arn));
        return complete
          ? absent('Gone')
          : unknown(listTooLong('codeconnections', 'ListConnections', 'the connection'));
      });
    }),
  roleLeft: async (getFact, { calls, lab }) =>
    andThen(await getFact('names'), async (names) => {
      const each = distinct([names.role, (await recorded(getFact)).roleName]);
      const facts = await Promise.all(each.map((name) => role(calls, name)));
      const derivedNames = [names.role, consoleName(lab.region, names.pipeline)];
      // A role that the lab did not create is no leftover, even if the pipeline used it.
      const labRoles = facts.filter(
        (fact) =>
          fact.state !== 'known' ||
          derivedNames.includes(fact.value.name) ||
          fact.value.tags.lab === names.tags.lab,
      );
      return andThen(firstRemaining(labRoles), ({ name }) => known(name));
    }),
  policiesLeft: async (getFact, { calls, lab }) =>
    andThen(await getFact('identity'), async ({ account }) =>
      andThen(await getFact('names'), async (names) => {
        const prefix = `arn:${partitionOf(lab.region)}:iam::${account}:policy`;
        const derivedArns = [
          `${prefix}/${names.policy}`,
          `${prefix}/service-role/${consoleName(lab.region, names.pipeline)}`,
        ];
        const arns = distinct([...derivedArns, ...((await recorded(getFact)).policyArns ?? [])]);
        const facts = await Promise.all(
          arns.map((arn) => calls.read('iam', 'GetPolicy', { PolicyArn: arn })),
        );
        const remaining = arns.filter((arn, at) => {
          const fact = facts[at];
          if (fact?.state !== 'known') return false;
          const tag = fact.value.Policy?.Tags?.find(({ Key }) => Key === 'lab')?.Value;
          return derivedArns.includes(arn) || tag === names.tags.lab;
        });
        if (remaining.length > 0) return known(remaining);
        const unresolved = facts.find((fact) => fact.state === 'unknown');
        return unresolved?.state === 'unknown' ? unresolved : absent('Gone');
      }),
    ),
  bucketsElsewhere: async (getFact, { calls, lab }) =>
    andThen(await getFact('identity'), async ({ account }) =>
      andThen(await bucketNames(calls), ({ items, complete }) => {
        const found = bucketsInOtherRegions(items, lab, account);
        if (found.length > 0) return known(found);
        return complete ? absent('None') : unknown(listTooLong('s3', 'ListBuckets', 'such a bucket'));
      }),
    ),
};
