import { pipeline, pipelineNames } from '../account/codepipeline.ts';
import { connections } from '../account/connections.ts';
import { absent, andThen, type Fact, known, map, type Trouble, unknown } from '../account/fact.ts';
import { role } from '../account/iam.ts';
import { bucketsElsewhere } from '../account/read/elsewhere.ts';
import { bucket, bucketNames, objectVersionPages } from '../account/s3.ts';
import { consoleName, partitionOf } from '../lab/lab.ts';
import type { Get, Setting, Sources } from './setting.ts';
import type { LabRecord } from './values.ts';

async function recorded(get: Get): Promise<LabRecord> {
  const record = await get('record');
  return record.state === 'known' ? record.value : {};
}

/** The first that is still there; unknown when any could not be told; absent when each was seen to be gone. */
function left<T>(facts: Fact<T>[]): Fact<T> {
  return (
    facts.find(({ state }) => state === 'known') ??
    facts.find(({ state }) => state === 'unknown') ??
    absent('Gone')
  );
}

const tooLong = (service: string, operation: string, thing: string): Trouble => ({
  ...{ cause: 'other', service, operation, actions: [], code: 'ListTooLong' },
  message: `the list is longer than what was read of it, and ${thing} was not among that`,
});

const distinct = (names: (string | undefined)[]) => [...new Set(names.filter((name) => name !== undefined))];

async function artifactsIn(get: Get, { calls }: Setting, name: string, pipelineName: string) {
  const who = await get('identity');
  if (who.state !== 'known') return who;
  // A pipeline's artifacts lie under its name, cut to 20 characters.
  const prefix = `${pipelineName.slice(0, 20)}/`;
  const there = await bucket(calls, name, who.value.account);
  return andThen<
    typeof there extends Fact<infer B> ? B : never,
    { bucket: string; prefix: string; count: number }
  >(there, async (found) => {
    let count = 0;
    for await (const page of objectVersionPages(calls, found, prefix)) {
      if (page.state !== 'known') return page;
      count += page.value.length;
    }
    return count > 0 ? known({ bucket: name, prefix, count }) : absent('NoArtifacts');
  });
}

/** Another pipeline of the region whose artifacts would lie under the same prefix. */
async function sharesPrefix({ calls }: Setting, pipelineName: string): Promise<Fact<boolean>> {
  const prefix = pipelineName.slice(0, 20);
  return map(await pipelineNames(calls), ({ items }) =>
    items.some((name) => name !== pipelineName && name.slice(0, 20) === prefix),
  );
}

export const leftoverSources: Sources<
  | 'pipelineLeft'
  | 'bucketLeft'
  | 'artifactsLeft'
  | 'connectionsLeft'
  | 'roleLeft'
  | 'policiesLeft'
  | 'bucketsElsewhere'
> = {
  pipelineLeft: async (get, { calls }) =>
    andThen(await get('names'), async (names) => {
      const each = distinct([names.pipeline, (await recorded(get)).pipeline]);
      const facts = await Promise.all(each.map((name) => pipeline(calls, name)));
      return andThen(left(facts), ({ name }) => known(name));
    }),
  bucketLeft: async (get, { calls }) =>
    andThen(await get('identity'), async ({ account }) =>
      andThen(await get('names'), async (names) => {
        const each = distinct([names.deployBucket, (await recorded(get)).bucket]);
        const facts = await Promise.all(each.map((name) => bucket(calls, name, account)));
        return andThen(left(facts), ({ name }) => known(name));
      }),
    ),
  artifactsLeft: async (get, setting) =>
    andThen(await get('identity'), async ({ account }) =>
      andThen(await get('names'), async (names) => {
        const record = await recorded(get);
        const pipelineName = record.pipeline ?? names.pipeline;
        const own = await bucket(setting.calls, names.artifactBucket, account);
        if (own.state === 'unknown') return own;
        if (own.state === 'known') {
          const inside = await artifactsIn(get, setting, names.artifactBucket, pipelineName);
          return inside.state === 'absent'
            ? known({ bucket: names.artifactBucket, prefix: '', count: 0 })
            : inside;
        }
        if (record.artifactBucket === undefined || record.artifactBucket === names.artifactBucket)
          return absent('Gone');
        const shared = await artifactsIn(get, setting, record.artifactBucket, pipelineName);
        if (shared.state !== 'known') return shared;
        // A neighbour's artifacts are not the lab's leftovers.
        return andThen(await sharesPrefix(setting, pipelineName), (neighbour) =>
          neighbour ? absent('Shared') : shared,
        );
      }),
    ),
  connectionsLeft: async (get, { calls }) =>
    andThen(await get('names'), async (names) => {
      const { connectionArn } = await recorded(get);
      return andThen(await connections(calls), ({ items, complete }) => {
        const found = items.filter(({ name, arn }) => name === names.connection || arn === connectionArn);
        if (found.length > 0) return known(found.map(({ arn }) => arn));
        return complete
          ? absent('Gone')
          : unknown(tooLong('codeconnections', 'ListConnections', 'the connection'));
      });
    }),
  roleLeft: async (get, { calls, lab }) =>
    andThen(await get('names'), async (names) => {
      const each = distinct([names.role, (await recorded(get)).roleName]);
      const facts = await Promise.all(each.map((name) => role(calls, name)));
      const own = [names.role, consoleName(lab.region, names.pipeline)];
      // A role that the pipeline only borrowed is no leftover.
      const ours = facts.filter(
        (fact) =>
          fact.state !== 'known' || own.includes(fact.value.name) || fact.value.tags.lab === names.tags.lab,
      );
      return andThen(left(ours), ({ name }) => known(name));
    }),
  policiesLeft: async (get, { calls, lab }) =>
    andThen(await get('identity'), async ({ account }) =>
      andThen(await get('names'), async (names) => {
        const prefix = `arn:${partitionOf(lab.region)}:iam::${account}:policy`;
        const own = [
          `${prefix}/${names.policy}`,
          `${prefix}/service-role/${consoleName(lab.region, names.pipeline)}`,
        ];
        const arns = distinct([...own, ...((await recorded(get)).policyArns ?? [])]);
        const facts = await Promise.all(
          arns.map((arn) => calls.read('iam', 'GetPolicy', { PolicyArn: arn })),
        );
        const there = arns.filter((arn, at) => {
          const fact = facts[at];
          if (fact?.state !== 'known') return false;
          const tag = fact.value.Policy?.Tags?.find(({ Key }) => Key === 'lab')?.Value;
          return own.includes(arn) || tag === names.tags.lab;
        });
        if (there.length > 0) return known(there);
        const hindered = facts.find((fact) => fact.state === 'unknown');
        return hindered?.state === 'unknown' ? hindered : absent('Gone');
      }),
    ),
  bucketsElsewhere: async (get, { calls, lab }) =>
    andThen(await get('identity'), async ({ account }) =>
      andThen(await bucketNames(calls), ({ items, complete }) => {
        const found = bucketsElsewhere(items, lab, account);
        if (found.length > 0) return known(found);
        return complete ? absent('None') : unknown(tooLong('s3', 'ListBuckets', 'such a bucket'));
      }),
    ),
};
