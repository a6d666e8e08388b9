import type { GetPipelineCommandOutput } from '@aws-sdk/client-codepipeline';
import type { Calls } from '../account/calls.ts';
import { type ListedPipeline, type Pipeline, pipelines } from '../account/codepipeline.ts';
import type { Fact } from '../account/fact.ts';
import { completeList } from '../account/paging.ts';
import { partitionOf } from '../lab/lab.ts';
import type { PipelineStrings } from './types.ts';

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** The ARN of a pipeline. */
export const pipelineArn = (name: string, region: string, accountId: string) =>
  `arn:${partitionOf(region)}:codepipeline:${region}:${accountId}:${name}`;

/** Reads one pipeline's definition. `pipeline()` makes the same call and so shares the answer. */
export async function readDefinition(
  calls: Calls,
  name: string,
  region: string,
  accountId: string,
): Promise<Fact<PipelineStrings>> {
  const response = await calls.read('codepipeline', 'GetPipeline', { name }, { region });
  if (response.state !== 'known') return response;
  const { pipeline: declared, metadata }: GetPipelineCommandOutput = response.value;
  const arn = metadata?.pipelineArn ?? pipelineArn(name, region, accountId);
  return { state: 'known', value: { name, arn, region, strings: stringsIn(declared) } };
}

/** All pipelines of a region; unknown if the list is longer than what is read of it. */
export const listedPipelines = (calls: Calls, region: string): Promise<Fact<ListedPipeline[]>> =>
  pipelines(calls, { region }).then((fact) => completeList(fact, 'codepipeline', 'ListPipelines'));

/** The buckets that a pipeline deploys to by S3 deploy actions. */
export function deploysTo(found: Pipeline): string[] {
  return found.stages
    .flatMap(({ actions }) => actions)
    .filter(({ category, provider }) => category === 'Deploy' && provider === 'S3')
    .map(({ configuration }) => configuration.BucketName ?? '');
}

/** Finds a name in a text where neither what is before it nor what is after it makes it a longer name. */
function mentionsWhole(name: string, partBefore: RegExp, partAfter: RegExp): (text: string) => boolean {
  const isWhole = (text: string, at: number) => {
    const end = at + name.length;
    return !partBefore.test(text.slice(Math.max(0, at - 1), at)) && !partAfter.test(text.slice(end, end + 4));
  };
  // An account can name a resource with anything, so the name is no part of a pattern.
  return (text) => {
    for (let at = text.indexOf(name); at !== -1 && at < text.length; at = text.indexOf(name, at + 1))
      if (isWhole(text, at)) return true;
    return name === '';
  };
}

/** Finds a whole bucket name in a text, also as part of a host name. A longer name is another bucket's. */
export const mentionsBucket = (bucket: string): ((text: string) => boolean) =>
  mentionsWhole(bucket, /[a-z0-9.-]/, /^(?:[a-z0-9-]|\.(?!s3[.-]))/);

/** ARNs with the old and the new service prefix identify the same connection. */
const withCurrentPrefix = (text: string) => text.replaceAll(':codestar-connections:', ':codeconnections:');

/** Finds a whole ARN in a text. */
export function mentionsArn(arn: string): (text: string) => boolean {
  const mentions = mentionsWhole(withCurrentPrefix(arn), /(?!)/, /^[\w+=,.@/-]/);
  return (text) => mentions(withCurrentPrefix(text));
}
