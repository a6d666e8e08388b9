import { randomUUID } from 'node:crypto';
import type { Definition } from '../definition/definition.ts';
import { pipelineNotFound } from '../errors.ts';
import type { ExecutionRecord, PipelineRef, SourceOverride } from '../records.ts';
import type { Tables } from '../tables.ts';

/** Why an execution starts, and what it is told. */
export interface Beginning {
  trigger: { type: string; detail: string };
  overrides?: Record<string, SourceOverride>;
  variables?: Record<string, string>;
  /** The client's own token: a second start with it is the first. */
  token?: string;
}

/** Records a new execution of the newest version, in front of its first stage. */
export function begin(tables: Tables, ref: PipelineRef, beginning: Beginning, now: number): ExecutionRecord {
  const pipeline = tables.pipeline(ref);
  const definition = pipeline && tables.definition(ref, pipeline.version);
  if (pipeline === undefined || definition === undefined) throw pipelineNotFound(ref);
  const { accountId, region, pipelineName } = pipeline;
  const execution: ExecutionRecord = {
    ...{ accountId, region, pipelineName },
    id: randomUUID(),
    number: pipeline.started + 1,
    version: pipeline.version,
    mode: definition.executionMode,
    status: 'InProgress',
    trigger: beginning.trigger,
    ...(beginning.token === undefined ? {} : { token: beginning.token }),
    startTime: now,
    lastUpdateTime: now,
    overrides: beginning.overrides ?? {},
    variables: { ...defaults(definition), ...beginning.variables },
    outputs: {},
    artifacts: {},
    revisions: [],
    stage: 0,
    inStage: false,
    attempt: {},
  };
  tables.putPipeline({ ...pipeline, started: execution.number });
  tables.putExecution(execution);
  return execution;
}

function defaults({ variables = [] }: Definition): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap(({ name, defaultValue }) =>
      name === undefined || defaultValue === undefined ? [] : [[name, defaultValue]],
    ),
  );
}
