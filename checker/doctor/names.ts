import type { Calls } from '../account/calls.ts';
import { type Pipeline, pipeline, pipelineTags } from '../account/codepipeline.ts';
import { connections, connectionTags } from '../account/connections.ts';
import { andThen, type Fact, known, map } from '../account/fact.ts';
import { role } from '../account/iam.ts';
import { bucket, bucketNames, bucketTags } from '../account/s3.ts';
import type { Lab, LabNames, NameOverride, StepName } from '../lab/lab.ts';
import { cannotTell, type Finding, fail, type Judgement, pass, waiting } from '../steps/finding.ts';
import { finding } from './section.ts';

/** Whose a thing of one of the lab's names is. */
interface Holder {
  /** It carries the lab's tag, or the lab's pipeline names it. */
  ours: boolean;
  /** `since 2026-11-23`, `PENDING`: what there is to tell of it. */
  told: string;
}

const since = (created: number | undefined) =>
  created === undefined ? '' : ` since ${new Date(created).toISOString().slice(0, 10)}`;

const isTagged = (tags: Readonly<Record<string, string>>, names: LabNames) => tags.lab === names.tags.lab;

async function ofBucket(
  calls: Calls,
  name: string,
  account: string,
  names: LabNames,
  lab: Pipeline | undefined,
): Promise<Fact<Holder>> {
  return andThen(await bucket(calls, name, account), async (found) =>
    map(await bucketTags(calls, found), (tags) => ({
      ours: isTagged(tags, names) || usesBucket(lab, name),
      told: found.region,
    })),
  );
}

function usesBucket(lab: Pipeline | undefined, name: string): boolean {
  if (lab === undefined) return false;
  const actions = lab.stages.flatMap(({ actions }) => actions);
  return (
    lab.artifactBucket === name || actions.some(({ configuration }) => configuration.BucketName === name)
  );
}

async function ofConnection(calls: Calls, names: LabNames, lab: Pipeline | undefined): Promise<Fact<Holder>> {
  return andThen(await connections(calls), async ({ items, complete }) => {
    const found = items.find(({ name }) => name === names.connection);
    if (found === undefined)
      return complete ? { state: 'absent' as const, code: 'NotInList' } : known({ ours: false, told: '' });
    const named = lab?.stages.some(({ actions }) =>
      actions.some(({ configuration }) => configuration.ConnectionArn === found.arn),
    );
    if (named) return known({ ours: true, told: found.status });
    return map(await connectionTags(calls, found.arn), (tags) => ({
      ours: isTagged(tags, names),
      told: found.status,
    }));
  });
}

async function ofPipeline(calls: Calls, names: LabNames, there: Fact<Pipeline>): Promise<Fact<Holder>> {
  return andThen(there, async (found) => {
    const holder = { ours: usesBucket(found, names.deployBucket), told: since(found.created).trim() };
    if (holder.ours) return known(holder);
    return map(await pipelineTags(calls, found.arn), (tags) => ({ ...holder, ours: isTagged(tags, names) }));
  });
}

async function ofRole(calls: Calls, names: LabNames, lab: Pipeline | undefined): Promise<Fact<Holder>> {
  return map(await role(calls, names.role), ({ arn, tags, created }) => ({
    ours: isTagged(tags, names) || lab?.roleArn === arn,
    told: since(created).trim(),
  }));
}

const kinds: readonly { key: NameOverride; what: string; step: StepName }[] = [
  { key: 'deployBucket', what: 'deploy bucket', step: 'bucket' },
  { key: 'artifactBucket', what: 'artifact bucket', step: 'pipeline' },
  { key: 'connection', what: 'connection', step: 'connection' },
  { key: 'role', what: 'role', step: 'pipeline' },
  { key: 'pipeline', what: 'pipeline', step: 'pipeline' },
];

async function judge(
  key: NameOverride,
  name: string,
  holder: Fact<Holder>,
  calls: Calls,
): Promise<Judgement> {
  const expected = `${name} is free, or the lab's`;
  const another = `choose another name: "names": { "${key}": "…" } in .lab/config.json`;
  if (holder.state === 'absent') return pass(expected, 'free');
  if (holder.state === 'known') {
    const told = holder.value.told === '' ? '' : ` (${holder.value.told})`;
    if (holder.value.ours) return pass(expected, `there already${told}, and the lab's`);
    return waiting(
      expected,
      `taken${told}: nothing says that it is the lab's`,
      `If you made it for this lab, go on. If not, ${another}`,
    );
  }
  if (key.endsWith('Bucket') && holder.trouble.cause === 'denied') {
    const own = await bucketNames(calls);
    if (own.state === 'known' && own.value.complete && !own.value.items.includes(name))
      return fail(
        expected,
        'another account has a bucket of this name',
        `Bucket names are the whole world's: ${another}`,
        key === 'deployBucket' ? 'bucket-other-account' : undefined,
      );
  }
  return cannotTell(expected, holder.trouble);
}

/** Whether each of the lab's names is free, the lab's own already, or taken. */
export async function nameFindings(
  calls: Calls,
  lab: Lab,
  names: LabNames,
  account: string,
): Promise<Finding[]> {
  const there = await pipeline(calls, names.pipeline);
  const own = there.state === 'known' ? there.value : undefined;
  const holders: Record<string, Promise<Fact<Holder>>> = {
    deployBucket: ofBucket(calls, names.deployBucket, account, names, own),
    artifactBucket: ofBucket(calls, names.artifactBucket, account, names, own),
    connection: ofConnection(calls, names, own),
    role: ofRole(calls, names, own),
    pipeline: ofPipeline(calls, names, there),
  };
  return Promise.all(
    kinds.map(async ({ key, what, step }) => {
      const holder = (await holders[key]) as Fact<Holder>;
      return finding(
        {
          ...{ id: `name.${key}`, step },
          title: `The name of the ${what}`,
          why: `A name that is taken stops its step${lab.seat === undefined ? '' : ', in a class most of all'}.`,
        },
        await judge(key, names[key], holder, calls),
      );
    }),
  );
}
