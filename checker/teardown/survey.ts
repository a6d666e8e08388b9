import type { GetPipelineCommandOutput } from '@aws-sdk/client-codepipeline';
import { type Pipeline, pipeline, pipelineNames, pipelineTags } from '../account/codepipeline.ts';
import type { Fact, Trouble } from '../account/fact.ts';
import { uncut } from './complete-list.ts';
import { decide } from './ownership/decide.ts';
import { byJournal, byName, byTags } from './ownership/proofs.ts';
import type { Proof, Thing } from './thing.ts';
import type { Look, Survey, Surveyed } from './types.ts';

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Reads one pipeline's definition; the answer is shared with `pipeline()`, which asks the same. */
async function read(look: Look, name: string): Promise<Fact<Surveyed>> {
  const answer = await look.calls.read('codepipeline', 'GetPipeline', { name });
  if (answer.state !== 'known') return answer;
  const { pipeline: declared }: GetPipelineCommandOutput = answer.value;
  return { state: 'known', value: { name, strings: stringsIn(declared) } };
}

/** Up to four at a time: CodePipeline throttles early. */
async function readOthers(look: Look, names: readonly string[]): Promise<Fact<Surveyed>[]> {
  const facts: Fact<Surveyed>[] = [];
  const queue = names.values();
  const worker = async () => {
    for (const name of queue) facts.push(await read(look, name));
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

function proofsOf(found: Pipeline, tagProofs: readonly Proof[], look: Look): Proof[] {
  const { deployBucket } = look.names;
  const proofs = [byName, ...tagProofs];
  if (deploysTo(found).includes(deployBucket))
    proofs.push({ by: 'definition', text: `it deploys to ${deployBucket}` });
  return [...proofs, ...byJournal(identity(found), look.remembered)];
}

const identity = (found: Pipeline) => ({
  kind: 'pipeline' as const,
  id: found.arn,
  born: new Date(found.created ?? 0).toISOString(),
});

async function candidateOf(look: Look, found: Fact<Pipeline>): Promise<Fact<Thing>> {
  if (found.state !== 'known') return found;
  const tags = await pipelineTags(look.calls, found.value.arn);
  // Gone between the two calls is gone; denied tags leave its owner open.
  if (tags.state !== 'known') return tags;
  const { proofs, ...rest } = byTags(tags.value, look.names);
  const value: Thing = {
    ...identity(found.value),
    name: found.value.name,
    ...rest,
    proofs: proofsOf(found.value, proofs, look),
    users: [],
    untold: [],
    holds: { version: found.value.version },
  };
  return { state: 'known', value };
}

export async function surveyOf(look: Look): Promise<Survey> {
  const ownName = look.names.pipeline;
  const [found, listed] = await Promise.all([
    pipeline(look.calls, ownName),
    pipelineNames(look.calls).then((fact) => uncut(fact, 'codepipeline', 'ListPipelines')),
  ]);
  const unread: Trouble[] = listed.state === 'unknown' ? [listed.trouble] : [];
  const names = listed.state === 'known' ? listed.value.filter((name) => name !== ownName) : [];
  const [candidate, facts, own] = await Promise.all([
    candidateOf(look, found),
    readOthers(look, names),
    read(look, ownName),
  ]);
  const others: Surveyed[] = [];
  for (const fact of facts) {
    if (fact.state === 'known') others.push(fact.value);
    if (fact.state === 'unknown') unread.push(fact.trouble);
  }
  if (own.state === 'known' && found.state === 'known' && candidate.state === 'known') {
    if (decide(candidate.value).go === true)
      return { candidate, own: { ...found.value, ...own.value }, others, unread };
    others.push(own.value);
  } else if (own.state === 'known' && candidate.state === 'unknown') {
    unread.push(candidate.trouble);
  } else if (own.state === 'unknown') {
    unread.push(own.trouble);
  }
  return { candidate, others: others.sort((a, b) => (a.name < b.name ? -1 : 1)), unread };
}

/** Who besides the lab's pipeline names this, as a person would say it. */
export function pipelinesNaming(survey: Survey, names: (text: string) => boolean): string[] {
  return survey.others.filter(({ strings }) => strings.some(names)).map(({ name }) => `pipeline ${name}`);
}

/** A whole bucket name within a text, also in a host name: one that goes on, on either side, is another's. */
export function namesBucket(bucket: string): (text: string) => boolean {
  const whole = new RegExp(`(?<![a-z0-9.-])${bucket.replaceAll('.', '\\.')}(?![a-z0-9-]|\\.(?!s3[.-]))`);
  return (text) => whole.test(text);
}

/** Both of the service's names mean the same connection. */
const unprefixed = (text: string) => text.replaceAll(':codestar-connections:', ':codeconnections:');

/** A whole ARN within a text. */
export function namesArn(arn: string): (text: string) => boolean {
  const whole = new RegExp(`${unprefixed(arn).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w+=,.@/-])`);
  return (text) => whole.test(unprefixed(text));
}
