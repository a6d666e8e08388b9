import type { PipelineRef } from './records.ts';

/** `arn:aws:codepipeline:<region>:<account>:<pipeline>[/<stage>[/<action>]]` */
export function pipelineArn(ref: PipelineRef, ...parts: string[]): string {
  return `arn:aws:codepipeline:${ref.region}:${ref.accountId}:${[ref.pipelineName, ...parts].join('/')}`;
}

/** The pipeline that an ARN names; undefined when the ARN is not a pipeline's. */
export function parsePipelineArn(arn: string): PipelineRef | undefined {
  const match = /^arn:aws:codepipeline:([a-z0-9-]+):(\d{12}):([A-Za-z0-9.@_-]+)$/.exec(arn);
  const [, region, accountId, pipelineName] = match ?? [];
  if (region === undefined || accountId === undefined || pipelineName === undefined) return undefined;
  return { accountId, region, pipelineName };
}
