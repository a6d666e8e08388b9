import type { Calls } from '../account/calls.ts';
import { type Pipeline, pipeline, pipelineTags } from '../account/codepipeline.ts';
import { connections, connectionTags } from '../account/connections.ts';
import { andThen, type Fact, known, map } from '../account/fact.ts';
import { role } from '../account/iam.ts';
import { bucket, bucketNames, bucketTags } from '../account/s3.ts';
import type { Lab, LabNames, NameOverride, StepName } from '../lab/lab.ts';
import { type Finding, fail, type Judgement, pass, undetermined, waiting } from '../steps/finding.ts';
import { finding } from './section.ts';

/** Whether a resource that has one of the lab's names is the lab's own. */
interface NameOwner {
  /** True if it has the lab's tag, or the lab's pipeline uses it. */
  isLabs: boolean;
  /** A detail for the message: `since 2026-11-23`, `PENDING`, or empty. */
  detail: string;
}

const since = (created: number | undefined) =>
  created === undefined ? '' : ` since ${new Date(created).toISOString().slice(0, 10)}`;

const isTagged = (tags: Readonly<Record<string, string>>, names: LabNames) => tags.lab === names.tags.lab;

async function ofBucket(
  calls: Calls,
  name: string,
  account: string,
  names: LabNames,
  labPipeline: Pipeline | undefined,
): Promise<Fact<NameOwner>> {
  return andThen(await bucket(calls, name, account), async (found) =>
    map(await bucketTags(calls, found), (tags) => ({
      isLabs: isTagged(tags, names) || usesBucket(labPipeline, name),
      detail: found.region,
    })),
  );
}

function usesBucket(labPipeline: Pipeline | undefined, name: string): boolean {
  if (labPipeline === undefined) return false;
  const actions = labPipeline.stages.flatMap(({ actions }) => actions);
  return (
    labPipeline.artifactBucket === name ||
    actions.some(({ configuration }) => configuration.BucketName === name)
  );
}

async function ofConnection(
  calls: Calls,
  names: LabNames,
  labPipeline: Pipeline | undefined,
): Promise<Fact<NameOwner>> {
  return andThen(await connections(calls), async ({ items, complete }) => {
    const found = items.find(({ name }) => name === names.connection);
    if (found === undefined)
      return complete
        ? { state: 'absent' as const, code: 'NotInList' }
        : known({ isLabs: false, detail: '' });
    const named = labPipeline?.stages.some(({ actions }) =>
      actions.some(({ configuration }) => configuration.ConnectionArn === found.arn),
    );
    if (named) return known({ isLabs: true, detail: found.status });
    return map(await connectionTags(calls, found.arn), (tags) => ({
      isLabs: isTagged(tags, names),
      detail: found.status,
    }));
  });
}

async function ofPipeline(
  calls: Calls,
  names: LabNames,
  pipelineFact: Fact<Pipeline>,
): Promise<Fact<NameOwner>> {
  return andThen(pipelineFact, async (found) => {
    const owner = { isLabs: usesBucket(found, names.deployBucket), detail: since(found.created).trim() };
    if (owner.isLabs) return known(owner);
    return map(await pipelineTags(calls, found.arn), (tags) => ({ ...owner, isLabs: isTagged(tags, names) }));
  });
}

async function ofRole(
  calls: Calls,
  names: LabNames,
  labPipeline: Pipeline | undefined,
): Promise<Fact<NameOwner>> {
  return map(await role(calls, names.role), ({ arn, tags, created }) => ({
    isLabs: isTagged(tags, names) || labPipeline?.roleArn === arn,
    detail: since(created).trim(),
  }));
}

const namedResources: readonly { key: NameOverride; what: string; step: StepName }[] = [
  { key: 'deployBucket', what: 'deploy bucket', step: 'bucket' },
  { key: 'artifactBucket', what: 'artifact bucket', step: 'pipeline' },
  { key: 'connection', what: 'connection', step: 'connection' },
  { key: 'role', what: 'role', step: 'pipeline' },
  { key: 'pipeline', what: 'pipeline', step: 'pipeline' },
];

async function judge(
  key: NameOverride,
  name: string,
  owner: Fact<NameOwner>,
  calls: Calls,
): Promise<Judgement> {
  const expected = `${name} is free, or the lab's`;
  const another = `choose another name: "names": { "${key}": "…" } in .lab/config.json`;
  if (owner.state === 'absent') return pass(expected, 'free');
  if (owner.state === 'known') {
    const detail = owner.value.detail === '' ? '' : ` (${owner.value.detail})`;
    if (owner.value.isLabs) return pass(expected, `there already${detail}, and the lab's`);
    return waiting(
      expected,
      `taken${detail}: nothing says that it is the lab's`,
      `If you made it for this lab, go on. If not, ${another}`,
    );
  }
  if (key.endsWith('Bucket') && owner.error.cause === 'denied') {
    const bucketList = await bucketNames(calls);
    if (bucketList.state === 'known' && bucketList.value.complete && !bucketList.value.items.includes(name))
      return fail(
        expected,
        'another account has a bucket of this name',
        `Bucket names are the whole world's: ${another}`,
        key === 'deployBucket' ? 'bucket-other-account' : undefined,
      );
  }
  return undetermined(expected, owner.error);
}

/** Whether each of the lab's names is free, already the lab's own, or taken. */
export async function nameFindings(
  calls: Calls,
  lab: Lab,
  names: LabNames,
  account: string,
): Promise<Finding[]> {
  const pipelineFact = await pipeline(calls, names.pipeline);
  const labPipeline = pipelineFact.state === 'known' ? pipelineFact.value : undefined;
  const owners: Record<string, Promise<Fact<NameOwner>>> = {
    deployBucket: ofBucket(calls, names.deployBucket, account, names, labPipeline),
    artifactBucket: ofBucket(calls, names.artifactBucket, account, names, labPipeline),
    connection: ofConnection(calls, names, labPipeline),
    role: ofRole(calls, names, labPipeline),
    pipeline: ofPipeline(calls, names, pipelineFact),
  };
  return Promise.all(
    namedResources.map(async ({ key, what, step }) => {
      const owner = (await owners[key]) as Fact<NameOwner>;
      return finding(
        {
          id: `name.${key}`,
          step,
          title: `The name of the ${what}`,
          why: `A name that is taken stops its step${lab.seat === undefined ? '' : ', in a class most of all'}.`,
        },
        await judge(key, names[key], owner, calls),
      );
    }),
  );
}
