import type { GetPipelineCommandOutput } from '@aws-sdk/client-codepipeline';
import { type Pipeline, pipeline, pipelineNames, pipelineTags } from '../account/codepipeline.ts';
import type { CallError, Fact } from '../account/fact.ts';
import { completeList } from './complete-list.ts';
import { decide } from './decide.ts';
import { journalProofs, nameProof, proofsFromTags } from './ownership.ts';
import type { OwnershipProof, Resource } from './resource.ts';
import type { AccountScan, PipelineInventory, PipelineStrings } from './types.ts';

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Reads one pipeline's definition. `pipeline()` makes the same call and so shares the answer. */
async function read(scan: AccountScan, name: string): Promise<Fact<PipelineStrings>> {
  const response = await scan.calls.read('codepipeline', 'GetPipeline', { name });
  if (response.state !== 'known') return response;
  const { pipeline: declared }: GetPipelineCommandOutput = response.value;
  return { state: 'known', value: { name, strings: stringsIn(declared) } };
}

/** Reads up to four pipelines at a time, because CodePipeline throttles early. */
async function readOthers(scan: AccountScan, names: readonly string[]): Promise<Fact<PipelineStrings>[]> {
  const facts: Fact<PipelineStrings>[] = [];
  const queue = names.values();
  const worker = async () => {
    for (const name of queue) facts.push(await read(scan, name));
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return facts;
}

function deploysTo(found: Pipeline): string[] {
  return found.stages
    .flatMap(({ actions }) => actions)
    .filter(({ category, provider }) => category === 'Deploy' && provider === 'S3')
    .map(({ configuration }) => configuration.BucketName ?? '');
}

function proofsOf(
  found: Pipeline,
  tagProofs: readonly OwnershipProof[],
  scan: AccountScan,
): OwnershipProof[] {
  const { deployBucket } = scan.names;
  const proofs = [nameProof, ...tagProofs];
  if (deploysTo(found).includes(deployBucket))
    proofs.push({ by: 'definition', text: `it deploys to ${deployBucket}` });
  return [...proofs, ...journalProofs(identity(found), scan.journaled)];
}

const identity = (found: Pipeline) => ({
  kind: 'pipeline' as const,
  id: found.arn,
  incarnation: new Date(found.created ?? 0).toISOString(),
});

async function candidateOf(scan: AccountScan, found: Fact<Pipeline>): Promise<Fact<Resource>> {
  if (found.state !== 'known') return found;
  const tags = await pipelineTags(scan.calls, found.value.arn);
  // If the pipeline disappears between the two calls, it is absent. Denied tags leave its owner unknown.
  if (tags.state !== 'known') return tags;
  const { proofs, ...rest } = proofsFromTags(tags.value, scan.names);
  const value: Resource = {
    ...identity(found.value),
    name: found.value.name,
    ...rest,
    proofs: proofsOf(found.value, proofs, scan),
    users: [],
    undetermined: [],
    holds: { version: found.value.version },
  };
  return { state: 'known', value };
}

export async function readPipelineInventory(scan: AccountScan): Promise<PipelineInventory> {
  const labPipelineName = scan.names.pipeline;
  const [found, listed] = await Promise.all([
    pipeline(scan.calls, labPipelineName),
    pipelineNames(scan.calls).then((fact) => completeList(fact, 'codepipeline', 'ListPipelines')),
  ]);
  const readErrors: CallError[] = listed.state === 'unknown' ? [listed.error] : [];
  const names = listed.state === 'known' ? listed.value.filter((name) => name !== labPipelineName) : [];
  const [candidate, facts, ownStrings] = await Promise.all([
    candidateOf(scan, found),
    readOthers(scan, names),
    read(scan, labPipelineName),
  ]);
  const others: PipelineStrings[] = [];
  for (const fact of facts) {
    if (fact.state === 'known') others.push(fact.value);
    if (fact.state === 'unknown') readErrors.push(fact.error);
  }
  if (ownStrings.state === 'known' && found.state === 'known' && candidate.state === 'known') {
    if (decide(candidate.value).delete === true)
      return { candidate, labPipeline: { ...found.value, ...ownStrings.value }, others, readErrors };
    others.push(ownStrings.value);
  } else if (ownStrings.state === 'known' && candidate.state === 'unknown') {
    readErrors.push(candidate.error);
  } else if (ownStrings.state === 'unknown') {
    readErrors.push(ownStrings.error);
  }
  return { candidate, others: others.sort((a, b) => (a.name < b.name ? -1 : 1)), readErrors };
}

/** The other pipelines whose definitions mention a resource, in the words that reports print. */
export function pipelinesMentioning(
  inventory: PipelineInventory,
  mentions: (text: string) => boolean,
): string[] {
  return inventory.others
    .filter(({ strings }) => strings.some(mentions))
    .map(({ name }) => `pipeline ${name}`);
}

/** Finds a whole bucket name in a text, also as part of a host name. A longer name is another bucket's. */
export function mentionsBucket(bucket: string): (text: string) => boolean {
  const pattern = new RegExp(`(?<![a-z0-9.-])${bucket.replaceAll('.', '\\.')}(?![a-z0-9-]|\\.(?!s3[.-]))`);
  return (text) => pattern.test(text);
}

/** ARNs with the old and the new service prefix identify the same connection. */
const withCurrentPrefix = (text: string) => text.replaceAll(':codestar-connections:', ':codeconnections:');

/** Finds a whole ARN in a text. */
export function mentionsArn(arn: string): (text: string) => boolean {
  const pattern = new RegExp(
    `${withCurrentPrefix(arn).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w+=,.@/-])`,
  );
  return (text) => pattern.test(withCurrentPrefix(text));
}
