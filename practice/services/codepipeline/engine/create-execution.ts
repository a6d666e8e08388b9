import { randomUUID } from 'node:crypto';
import { defined } from '../../../core/defined.ts';
import type { Definition } from '../definition/definition.ts';
import { pipelineNotFound } from '../errors.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { ExecutionRecord, PipelineRef, SourceOverride } from '../records.ts';

/** Why an execution starts, and the client's inputs for it. */
export interface StartOptions {
  trigger: { type: string; detail: string };
  overrides?: Record<string, SourceOverride>;
  variables?: Record<string, string>;
  /** The client's own token: a second start with the same token returns the first execution. */
  token?: string;
}

/** Records a new execution of the pipeline's newest version. It waits before the first stage. */
export function createExecution(
  pipelineStore: PipelineStore,
  ref: PipelineRef,
  options: StartOptions,
  now: number,
): ExecutionRecord {
  const pipeline = pipelineStore.pipeline(ref);
  const definition = pipeline && pipelineStore.definition(ref, pipeline.version);
  if (pipeline === undefined || definition === undefined) throw pipelineNotFound(ref);
  const { accountId, region, pipelineName } = pipeline;
  const execution: ExecutionRecord = {
    accountId,
    region,
    pipelineName,
    id: randomUUID(),
    number: pipeline.started + 1,
    version: pipeline.version,
    mode: definition.executionMode,
    status: 'InProgress',
    trigger: options.trigger,
    ...defined({ token: options.token }),
    startTime: now,
    lastUpdateTime: now,
    overrides: options.overrides ?? {},
    variables: { ...defaults(definition), ...options.variables },
    outputs: {},
    artifacts: {},
    revisions: [],
    stage: 0,
    inStage: false,
    attempt: {},
  };
  pipelineStore.putPipeline({ ...pipeline, started: execution.number });
  pipelineStore.putExecution(execution);
  return execution;
}

function defaults({ variables = [] }: Definition): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap(({ name, defaultValue }) =>
      name === undefined || defaultValue === undefined ? [] : [[name, defaultValue]],
    ),
  );
}
