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
