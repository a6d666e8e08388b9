import { randomUUID } from 'node:crypto';
import type { Action, Definition, Stage } from '../definition/definition.ts';
import type { ActionExecutionRecord, ExecutionRecord, PipelineRef, StageStatus } from '../records.ts';
import type { Tables } from '../tables.ts';
import { kindOf } from './attempt.ts';
import { retriedByItself, rollBackByItself } from './on-failure.ts';

/**
 * Moves every execution of a pipeline as far as it can go now, and answers the actions that are to be run.
 * The rules are AWS's: a stage holds one execution at a time (but in PARALLEL mode), the others wait in front
 * of it; in SUPERSEDED mode one that arrives overtakes the older ones that wait there, in QUEUED mode they go
 * in by their order; a disabled transition holds them all; a failed stage is free for the next execution.
 */
export function advance(tables: Tables, ref: PipelineRef, now: number): ActionExecutionRecord[] {
  const toRun: ActionExecutionRecord[] = [];
  for (let moved = true; moved; ) {
    moved = false;
    for (const { id } of tables.executions(ref)) {
      const execution = tables.execution(ref, id);
      if (execution === undefined || isOver(execution)) continue;
      const definition = tables.definition(ref, execution.version);
      const stage = definition?.stages[execution.stage];
      if (definition === undefined || stage === undefined) continue;
      const step = { tables, execution, definition, stage, now };
      moved = (execution.inStage ? work(step, toRun) : enter(step)) || moved;
    }
  }
  return toRun;
}

interface Step {
  tables: Tables;
  execution: ExecutionRecord;
  definition: Definition;
  stage: Stage;
  now: number;
}

export function isOver({ status }: ExecutionRecord): boolean {
  return status !== 'InProgress' && status !== 'Stopping';
}

/** An execution in front of a stage: goes in when the stage is free and the transition enabled. */
function enter({ tables, execution, stage, now }: Step): boolean {
  if (execution.status === 'Stopping') {
    tables.putExecution({ ...execution, status: 'Stopped', lastUpdateTime: now });
    return true;
  }
  const gate = tables.stage(execution, stage.name);
  // A rollback does not come by way of the transition. [known]
  if (gate.disabled !== undefined && execution.rollbackTarget === undefined) return false;
  if (gate.holder !== undefined && execution.mode !== 'PARALLEL') return false;
  tables.putStage({
    ...gate,
    holder: execution.id,
    latest: { executionId: execution.id, status: 'InProgress', ...kindOf(execution) },
  });
  tables.putExecution({ ...execution, inStage: true, attempt: {}, lastUpdateTime: now });
  return true;
}

/** An execution in a stage: starts the next actions, or leaves. */
function work(step: Step, toRun: ActionExecutionRecord[]): boolean {
  const { tables, execution, stage, now } = step;
  const current = new Map(
    stage.actions.map((action) => [
      action.name,
      tables.action(execution, execution.attempt[action.name] ?? ''),
    ]),
  );
  const runs = [...current.values()].filter((run) => run !== undefined);
  if (execution.status === 'Stopping' && execution.stop?.abandon) {
    for (const run of runs) if (run.status === 'InProgress') abandon(tables, run, now);
    return leave(step, 'Stopped');
  }
  if (runs.some(({ status }) => status === 'InProgress')) return false;
  if (execution.status === 'Stopping') return leave(step, 'Stopped');
  if (runs.some(({ status }) => status !== 'Succeeded')) return fail(step);
  const due = stage.actions.filter(({ name }) => current.get(name) === undefined);
  if (due.length === 0) return leave(step, 'Succeeded');
  const order = Math.min(...due.map(({ runOrder }) => runOrder));
  const started = due.filter(({ runOrder }) => runOrder === order).map((action) => startAction(step, action));
  const attempt = Object.fromEntries(started.map(({ actionName, id }) => [actionName, id]));
  tables.putExecution({ ...execution, attempt: { ...execution.attempt, ...attempt }, lastUpdateTime: now });
  toRun.push(...started);
  return true;
}

/** A stage that failed: tried again if it is to be, else left. */
function fail(step: Step): boolean {
  const { tables, execution, stage, now } = step;
  const retried = retriedByItself(tables, execution, stage);
  if (retried !== undefined) {
    tables.putExecution({ ...retried, lastUpdateTime: now });
    return true;
  }
  leave(step, 'Failed');
  rollBackByItself(tables, execution, stage, now);
  return true;
}

function startAction({ tables, execution, stage, now }: Step, action: Action): ActionExecutionRecord {
  const { accountId, region, pipelineName } = execution;
  const record: ActionExecutionRecord = {
    ...{ accountId, region, pipelineName },
    executionId: execution.id,
    id: randomUUID(),
    order: (tables.actions(execution).at(-1)?.order ?? 0) + 1,
    version: execution.version,
    stageName: stage.name,
    actionName: action.name,
    status: 'InProgress',
    startTime: now,
    lastUpdateTime: now,
    resolvedConfiguration: {},
    inputArtifacts: action.inputArtifacts.flatMap(({ name }) => {
      const place = execution.artifacts[name];
      return place === undefined ? [] : [{ name, ...place }];
    }),
    outputArtifacts: [],
    outputVariables: {},
  };
  tables.putAction(record);
  return record;
}

/** Out of the stage, which is free again: on to the next one, or to the execution's end. */
function leave(step: Step, status: StageStatus & ExecutionRecord['status']): boolean {
  const { tables, execution, definition, stage, now } = step;
  const { holder, ...gate } = tables.stage(execution, stage.name);
  const latest = gate.latest?.executionId === execution.id ? { ...gate.latest, status } : gate.latest;
  tables.putStage({
    ...gate,
    ...(latest === undefined ? {} : { latest }),
    ...(holder === undefined || holder === execution.id ? {} : { holder }),
  });
  const last = execution.rollbackTarget !== undefined || execution.stage === definition.stages.length - 1;
  const done = status !== 'Succeeded' || last;
  const next: ExecutionRecord = { ...execution, inStage: false, lastUpdateTime: now };
  tables.putExecution(done ? { ...next, status } : { ...next, stage: execution.stage + 1, attempt: {} });
  if (!done) supersede(tables, { ...next, stage: execution.stage + 1 }, now);
  return true;
}

/** In SUPERSEDED mode an execution that arrives in front of a stage ends the older ones that wait there. */
export function supersede(tables: Tables, arrived: ExecutionRecord, now: number): void {
  if (arrived.mode !== 'SUPERSEDED') return;
  for (const other of tables.executions(arrived)) {
    const waits = !isOver(other) && !other.inStage && other.stage === arrived.stage;
    if (waits && other.number < arrived.number) {
      tables.putExecution({ ...other, status: 'Superseded', lastUpdateTime: now });
    }
  }
}

function abandon(tables: Tables, run: ActionExecutionRecord, now: number): void {
  const { approval, ...rest } = run;
  const answered = approval === undefined ? {} : { answered: approval.token };
  tables.putAction({ ...rest, ...answered, status: 'Abandoned', lastUpdateTime: now });
}
