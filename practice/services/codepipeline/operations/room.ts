import type { Call } from '../../../core/world.ts';
import type { Engine } from '../engine/engine.ts';
import { pipelineNotFound } from '../errors.ts';
import type { PipelineRecord, PipelineRef } from '../records.ts';
import type { Tables } from '../tables.ts';

/** What the operations work with. */
export interface Room {
  tables: Tables;
  engine: Engine;
}

/** The pipeline of this name in the caller's account and the call's region. */
export function refOf(call: Pick<Call, 'caller' | 'region'>, pipelineName: string | undefined): PipelineRef {
  return { accountId: call.caller.accountId, region: call.region, pipelineName: pipelineName ?? '' };
}

/** The pipeline, up to date, or PipelineNotFoundException. */
export function demand({ tables, engine }: Room, ref: PipelineRef): PipelineRecord {
  if (tables.pipeline(ref) === undefined) throw pipelineNotFound(ref);
  engine.settle(ref);
  return tables.pipeline(ref) ?? missing(ref);
}

function missing(ref: PipelineRef): never {
  throw pipelineNotFound(ref);
}

export const at = (milliseconds: number) => new Date(milliseconds);
