import { describe, expect, it } from 'vitest';
import { Store } from '../../../../practice/core/store.ts';
import { normalize } from '../../../../practice/services/codepipeline/definition/normalize.ts';
import { advance, supersede } from '../../../../practice/services/codepipeline/engine/advance.ts';
import { createExecution } from '../../../../practice/services/codepipeline/engine/create-execution.ts';
import { finish } from '../../../../practice/services/codepipeline/engine/finish.ts';
import { retry } from '../../../../practice/services/codepipeline/engine/retry.ts';
import { stopExecution } from '../../../../practice/services/codepipeline/engine/stop.ts';
import { PipelineStore } from '../../../../practice/services/codepipeline/pipeline-store.ts';
import type { ActionExecutionRecord } from '../../../../practice/services/codepipeline/records.ts';
import { deployAction, labPipeline } from './declaration.ts';

const ref = { accountId: '000000000000', region: 'us-east-1', pipelineName: 'lab' };

/** A pipeline whose actions end when the test ends them. */
function bench(more: Parameters<typeof labPipeline>[0] = {}) {
  const pipelineStore = new PipelineStore(new Store());
  const definition = normalize(labPipeline({ name: 'lab', ...more }), 1);
  pipelineStore.putDefinition(ref, definition, 0);
  pipelineStore.putPipeline({ ...ref, version: 1, created: 0, updated: 0, tags: {}, started: 0 });
  let now = 0;
  const running = new Map<string, ActionExecutionRecord>();
  const step = () => {
    for (const run of advance(pipelineStore, ref, ++now))
      running.set(`${run.executionId} ${run.actionName}`, run);
  };
  return {
    tables: pipelineStore,
    step,
    start() {
      const execution = createExecution(
        pipelineStore,
        ref,
        { trigger: { type: 'WebhookV2', detail: '' } },
        ++now,
      );
      supersede(pipelineStore, execution, now);
      step();
      return execution.id;
    },
    end(id: string, actionName: string, status: 'Succeeded' | 'Failed' = 'Succeeded') {
      const run = running.get(`${id} ${actionName}`);
      const action = definition.stages
        .flatMap(({ actions }) => actions)
        .find(({ name }) => name === actionName);
      if (run === undefined || action === undefined) throw new Error(`${actionName} is not running in ${id}`);
      running.delete(`${id} ${actionName}`);
      const outcome =
        status === 'Succeeded'
          ? { status }
          : { status, error: { code: 'JobFailed', message: 'by the test' } };
      finish(pipelineStore, run, action, { resolvedConfiguration: {}, outputArtifacts: [] }, outcome, ++now);
      step();
    },
    isRunning: (id: string, actionName: string) => running.has(`${id} ${actionName}`),
    status: (id: string) => pipelineStore.execution(ref, id)?.status,
    stage: (name: string) => pipelineStore.stage(ref, name).latest,
    disable: (name: string) =>
      pipelineStore.putStage({
        ...pipelineStore.stage(ref, name),
        disabled: { reason: 'hold', by: 'me', at: 0 },
      }),
    enable(name: string) {
      const { disabled, ...stage } = pipelineStore.stage(ref, name);
      pipelineStore.putStage(stage);
      step();
    },
  };
}

describe('one execution', () => {
  it('passes the stages one after the other', () => {
    const { start, end, isRunning, status, stage } = bench();
    const id = start();
    expect(isRunning(id, 'Source')).toBe(true);
    expect(isRunning(id, 'Approve')).toBe(false);
    end(id, 'Source');
    expect(stage('Source')).toEqual({ executionId: id, status: 'Succeeded' });
    expect(stage('Approval')).toEqual({ executionId: id, status: 'InProgress' });
    end(id, 'Approve');
    end(id, 'Deploy');
    expect(status(id)).toBe('Succeeded');
  });

  it('runs actions of one order in parallel, and the next order after them', () => {
    const stages = labPipeline().stages ?? [];
    const { start, end, isRunning } = bench({
      stages: [
        ...stages.slice(0, 1),
        {
          name: 'Deploy',
          actions: [
            deployAction({ name: 'A', runOrder: 1 }),
            deployAction({ name: 'B', runOrder: 1 }),
            deployAction({ name: 'C', runOrder: 2 }),
          ],
        },
      ],
    });
    const id = start();
    end(id, 'Source');
    expect(['A', 'B', 'C'].map((name) => isRunning(id, name))).toEqual([true, true, false]);
    end(id, 'A');
    expect(isRunning(id, 'C')).toBe(false);
    end(id, 'B');
    expect(isRunning(id, 'C')).toBe(true);
  });

  it('ends at a failed action, and frees the stage for the next execution', () => {
    const { start, end, status, stage, isRunning } = bench();
    const first = start();
    end(first, 'Source', 'Failed');
    expect(status(first)).toBe('Failed');
    expect(stage('Source')?.status).toBe('Failed');
    const second = start();
    expect(isRunning(second, 'Source')).toBe(true);
  });
});

describe('several executions', () => {
  it('SUPERSEDED: a newer one waits at a held stage and supersedes the older one that waits there', () => {
    const { start, end, status, isRunning } = bench();
    const [first, second] = [start(), start()];
    end(first, 'Source');
    end(second, 'Source');
    expect(isRunning(second, 'Approve')).toBe(false);
    const third = start();
    end(third, 'Source');
    expect([first, second, third].map(status)).toEqual(['InProgress', 'Superseded', 'InProgress']);
    end(first, 'Approve');
    expect(isRunning(third, 'Approve')).toBe(true);
  });

  it('SUPERSEDED: of several that start while the first stage is busy, the latest continues', () => {
    const { start, end, status } = bench();
    const [first, second, third] = [start(), start(), start()];
    expect([first, second, third].map(status)).toEqual(['InProgress', 'Superseded', 'InProgress']);
    end(first, 'Source');
    end(third, 'Source');
    expect(status(third)).toBe('InProgress');
  });

  it('QUEUED: all wait, and enter in their order', () => {
    const { start, end, status, isRunning } = bench({ executionMode: 'QUEUED' });
    const [first, second, third] = [start(), start(), start()];
    for (const id of [first, second, third]) end(id, 'Source');
    end(first, 'Approve');
    expect(isRunning(second, 'Approve')).toBe(true);
    expect(isRunning(third, 'Approve')).toBe(false);
    expect(status(third)).toBe('InProgress');
  });

  it('PARALLEL: none waits', () => {
    const { start, end, isRunning, status } = bench({ executionMode: 'PARALLEL' });
    const [first, second] = [start(), start()];
    for (const id of [first, second]) end(id, 'Source');
    expect([isRunning(first, 'Approve'), isRunning(second, 'Approve')]).toEqual([true, true]);
    for (const id of [second, first]) for (const name of ['Approve', 'Deploy']) end(id, name);
    expect([first, second].map(status)).toEqual(['Succeeded', 'Succeeded']);
  });
});

describe('a disabled transition', () => {
  it('holds executions in front of the stage until it is enabled', () => {
    const { start, end, disable, enable, isRunning, status } = bench();
    disable('Approval');
    const id = start();
    end(id, 'Source');
    expect(isRunning(id, 'Approve')).toBe(false);
    expect(status(id)).toBe('InProgress');
    enable('Approval');
    expect(isRunning(id, 'Approve')).toBe(true);
  });
});

describe('stopping an execution', () => {
  it('waits for running actions', () => {
    const { tables: pipelineStore, start, end, step, status, isRunning } = bench();
    const id = start();
    stopExecution(pipelineStore, ref, id, { abandon: false }, 99);
    step();
    expect(status(id)).toBe('Stopping');
    expect(() => stopExecution(pipelineStore, ref, id, { abandon: false }, 99)).toThrow(
      expect.objectContaining({ code: 'DuplicatedStopRequestException' }),
    );
    end(id, 'Source');
    expect(status(id)).toBe('Stopped');
    expect(isRunning(id, 'Approve')).toBe(false);
    expect(() => stopExecution(pipelineStore, ref, id, { abandon: true }, 99)).toThrow(
      expect.objectContaining({ code: 'PipelineExecutionNotStoppableException' }),
    );
  });

  it('abandons running actions', () => {
    const { tables: pipelineStore, start, step, status, stage } = bench();
    const id = start();
    stopExecution(pipelineStore, ref, id, { abandon: true, reason: 'enough' }, 99);
    step();
    expect(status(id)).toBe('Stopped');
    expect(stage('Source')?.status).toBe('Stopped');
    expect(pipelineStore.actions(ref).map(({ status }) => status)).toEqual(['Abandoned']);
  });
});

describe('retrying a failed stage', () => {
  const stages = [
    ...(labPipeline().stages ?? []).slice(0, 1),
    { name: 'Deploy', actions: [deployAction({ name: 'A' }), deployAction({ name: 'B' })] },
  ];
  const failed = () => {
    const made = bench({ stages });
    const id = made.start();
    made.end(id, 'Source');
    made.end(id, 'A');
    made.end(id, 'B', 'Failed');
    return { ...made, id };
  };

  it('runs only failed actions, under the same id', () => {
    const { tables: pipelineStore, id, step, end, status, isRunning } = failed();
    expect(status(id)).toBe('Failed');
    retry(pipelineStore, ref, { stageName: 'Deploy', id, mode: 'FAILED_ACTIONS' }, 50);
    step();
    expect([isRunning(id, 'A'), isRunning(id, 'B')]).toEqual([false, true]);
    end(id, 'B');
    expect(status(id)).toBe('Succeeded');
  });

  it('runs all actions on request', () => {
    const { tables: pipelineStore, id, step, isRunning } = failed();
    retry(pipelineStore, ref, { stageName: 'Deploy', id, mode: 'ALL_ACTIONS' }, 50);
    step();
    expect([isRunning(id, 'A'), isRunning(id, 'B')]).toEqual([true, true]);
  });

  it('is rejected if nothing failed, after a later run, and after the stage has changed', () => {
    const { tables: pipelineStore, id, start, end } = failed();
    const attempt = (stageName: string, execution: string) => () =>
      retry(pipelineStore, ref, { stageName, id: execution, mode: 'FAILED_ACTIONS' }, 50);
    expect(attempt('Source', id)).toThrow(expect.objectContaining({ code: 'StageNotRetryableException' }));
    expect(attempt('Nowhere', id)).toThrow(expect.objectContaining({ code: 'StageNotFoundException' }));
    const later = start();
    end(later, 'Source');
    expect(attempt('Deploy', id)).toThrow(expect.objectContaining({ code: 'ConflictException' }));
    end(later, 'A');
    end(later, 'B');
    expect(attempt('Deploy', id)).toThrow(
      expect.objectContaining({ code: 'NotLatestPipelineExecutionException' }),
    );
  });
});
