import { randomUUID } from 'node:crypto';
import { defined } from '../../../core/defined.ts';
import { ownMember } from '../../../core/own-member.ts';
import type { Action, Definition, Stage } from '../definition/definition.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { ActionExecutionRecord, ExecutionRecord, PipelineRef, StageStatus } from '../records.ts';
import { rollbackMark } from './attempt.ts';
import { automaticRetry, rollBackAutomatically } from './on-failure.ts';

/**
 * Moves every execution of a pipeline as far as it can go now, and returns the actions to run. The rules are AWS's:
 * - Except in PARALLEL mode, a stage is locked by one execution at a time, and the others wait before the stage.
 * - In SUPERSEDED mode, an execution that reaches a stage ends the older ones that wait before it.
 * - In QUEUED mode, executions enter a stage in their order.
 * - No execution passes a disabled transition.
 * - A failed stage is unlocked for the next execution.
 */
export function advance(
  pipelineStore: PipelineStore,
  ref: PipelineRef,
  now: number,
): ActionExecutionRecord[] {
  const toRun: ActionExecutionRecord[] = [];
  for (let moved = true; moved; ) {
    moved = false;
    for (const { id } of pipelineStore.executions(ref)) {
      const execution = pipelineStore.execution(ref, id);
      if (execution === undefined || isOver(execution)) continue;
      const definition = pipelineStore.definition(ref, execution.version);
      const stage = definition?.stages[execution.stage];
      if (definition === undefined || stage === undefined) continue;
      const context = { pipelineStore, execution, definition, stage, now };
      moved = (execution.inStage ? advanceInStage(context, toRun) : enterStage(context)) || moved;
    }
  }
  return toRun;
}

interface StageContext {
  pipelineStore: PipelineStore;
  execution: ExecutionRecord;
  definition: Definition;
  stage: Stage;
  now: number;
}

export function isOver({ status }: ExecutionRecord): boolean {
  return status !== 'InProgress' && status !== 'Stopping';
}

/** Lets an execution enter its next stage if the stage is unlocked and the transition enabled. True if it changed. */
function enterStage({ pipelineStore, execution, stage, now }: StageContext): boolean {
  if (execution.status === 'Stopping') {
    pipelineStore.putExecution({ ...execution, status: 'Stopped', lastUpdateTime: now });
    return true;
  }
  const stageRecord = pipelineStore.stage(execution, stage.name);
  // A rollback does not pass through the transition. [known]
  if (stageRecord.disabled !== undefined && execution.rollbackTarget === undefined) return false;
  if (stageRecord.holder !== undefined && execution.mode !== 'PARALLEL') return false;
  pipelineStore.putStage({
    ...stageRecord,
    holder: execution.id,
    latest: { executionId: execution.id, status: 'InProgress', ...rollbackMark(execution) },
  });
  pipelineStore.putExecution({ ...execution, inStage: true, attempt: {}, lastUpdateTime: now });
  return true;
}

/** Starts the next actions of an execution in a stage, or ends the stage. True if the execution changed. */
function advanceInStage(context: StageContext, toRun: ActionExecutionRecord[]): boolean {
  const { pipelineStore, execution, stage, now } = context;
  const current = new Map(
    stage.actions.map((action) => [
      action.name,
      pipelineStore.action(execution, ownMember(execution.attempt, action.name) ?? ''),
    ]),
  );
  const runs = [...current.values()].filter((run) => run !== undefined);
  if (execution.status === 'Stopping' && execution.stop?.abandon) {
    for (const run of runs) if (run.status === 'InProgress') abandon(pipelineStore, run, now);
    return leaveStage(context, 'Stopped');
  }
  if (runs.some(({ status }) => status === 'InProgress')) return false;
  if (execution.status === 'Stopping') return leaveStage(context, 'Stopped');
  if (runs.some(({ status }) => status !== 'Succeeded')) return failStage(context);
  const due = stage.actions.filter(({ name }) => current.get(name) === undefined);
  if (due.length === 0) return leaveStage(context, 'Succeeded');
  const order = Math.min(...due.map(({ runOrder }) => runOrder));
  const started = due
    .filter(({ runOrder }) => runOrder === order)
    .map((action) => startAction(context, action));
  const attempt = Object.fromEntries(started.map(({ actionName, id }) => [actionName, id]));
  pipelineStore.putExecution({
    ...execution,
    attempt: { ...execution.attempt, ...attempt },
    lastUpdateTime: now,
  });
  toRun.push(...started);
  return true;
}

/** Retries a failed stage if its definition requires that, else ends it and rolls it back if required. */
function failStage(context: StageContext): boolean {
  const { pipelineStore, execution, stage, now } = context;
  const retried = automaticRetry(pipelineStore, execution, stage);
  if (retried !== undefined) {
    pipelineStore.putExecution({ ...retried, lastUpdateTime: now });
    return true;
  }
  leaveStage(context, 'Failed');
  rollBackAutomatically(pipelineStore, execution, stage, now);
  return true;
}

function startAction(
  { pipelineStore, execution, stage, now }: StageContext,
  action: Action,
): ActionExecutionRecord {
  const { accountId, region, pipelineName } = execution;
  const record: ActionExecutionRecord = {
    accountId,
    region,
    pipelineName,
    executionId: execution.id,
    id: randomUUID(),
    order: (pipelineStore.actions(execution).at(-1)?.order ?? 0) + 1,
    version: execution.version,
    stageName: stage.name,
    actionName: action.name,
    status: 'InProgress',
    startTime: now,
    lastUpdateTime: now,
    resolvedConfiguration: {},
    inputArtifacts: action.inputArtifacts.flatMap(({ name }) => {
      const location = ownMember(execution.artifacts, name);
      return location === undefined ? [] : [{ name, ...location }];
    }),
    outputArtifacts: [],
    outputVariables: {},
  };
  pipelineStore.putAction(record);
  return record;
}

/** Ends an execution's stage and unlocks it. The execution goes on to the next stage, or ends. */
function leaveStage(context: StageContext, status: StageStatus & ExecutionRecord['status']): boolean {
  const { pipelineStore, execution, definition, stage, now } = context;
  const { holder, ...stageRecord } = pipelineStore.stage(execution, stage.name);
  const latest =
    stageRecord.latest?.executionId === execution.id ? { ...stageRecord.latest, status } : stageRecord.latest;
  pipelineStore.putStage({
    ...stageRecord,
    ...defined({ latest }),
    ...(holder === undefined || holder === execution.id ? {} : { holder }),
  });
  const last = execution.rollbackTarget !== undefined || execution.stage === definition.stages.length - 1;
  const done = status !== 'Succeeded' || last;
  const next: ExecutionRecord = { ...execution, inStage: false, lastUpdateTime: now };
  pipelineStore.putExecution(
    done ? { ...next, status } : { ...next, stage: execution.stage + 1, attempt: {} },
  );
  if (!done) supersede(pipelineStore, { ...next, stage: execution.stage + 1 }, now);
  return true;
}

/** In SUPERSEDED mode, an execution that reaches a stage ends the older ones that wait before it. */
export function supersede(pipelineStore: PipelineStore, execution: ExecutionRecord, now: number): void {
  if (execution.mode !== 'SUPERSEDED') return;
  for (const other of pipelineStore.executions(execution)) {
    const isWaiting = !isOver(other) && !other.inStage && other.stage === execution.stage;
    if (isWaiting && other.number < execution.number) {
      pipelineStore.putExecution({ ...other, status: 'Superseded', lastUpdateTime: now });
    }
  }
}

function abandon(pipelineStore: PipelineStore, run: ActionExecutionRecord, now: number): void {
  const { approval, ...rest } = run;
  const answered = defined({ answered: approval?.token });
  pipelineStore.putAction({ ...rest, ...answered, status: 'Abandoned', lastUpdateTime: now });
}
