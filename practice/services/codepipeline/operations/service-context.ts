import type { Call } from '../../../core/emulator.ts';
import type { Operations } from '../../../core/operations.ts';
import type { Engine } from '../engine/engine.ts';
import { pipelineNotFound } from '../errors.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { PipelineRecord, PipelineRef } from '../records.ts';

/** A table of operations of CodePipeline. */
export type CodePipelineOperations = Operations<typeof import('@aws-sdk/client-codepipeline')>;

/** The state and the engine that the operations share. */
export interface ServiceContext {
  pipelineStore: PipelineStore;
  engine: Engine;
}

/** The pipeline of this name in the caller's account and the call's region. */
export function pipelineRef(
  call: Pick<Call, 'caller' | 'region'>,
  pipelineName: string | undefined,
): PipelineRef {
  return { accountId: call.caller.accountId, region: call.region, pipelineName: pipelineName ?? '' };
}

/** The pipeline, after its expired approvals have failed. Throws PipelineNotFoundException. */
export function requirePipeline({ pipelineStore, engine }: ServiceContext, ref: PipelineRef): PipelineRecord {
  if (pipelineStore.pipeline(ref) === undefined) throw pipelineNotFound(ref);
  engine.expireDueApprovals(ref);
  return pipelineStore.pipeline(ref) ?? missing(ref);
}

function missing(ref: PipelineRef): never {
  throw pipelineNotFound(ref);
}

export const toDate = (milliseconds: number) => new Date(milliseconds);
