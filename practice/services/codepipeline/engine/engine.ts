import type { Emulator, PendingWork } from '../../../core/emulator.ts';
import type { ActionOutcome, Provider } from '../actions/provider.ts';
import { ActionFailure } from '../actions/provider.ts';
import { providerOf } from '../definition/actions.ts';
import { artifactStoreFor, type Definition } from '../definition/definition.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { ActionExecutionRecord, ExecutionRecord, PipelineRef } from '../records.ts';
import { advance, isOver, supersede } from './advance.ts';
import { artifactKey } from './artifact-key.ts';
import { createExecution, type StartOptions } from './create-execution.ts';
import { expireApprovals } from './expire.ts';
import { finish, type Prepared } from './finish.ts';
import { resolveConfiguration } from './resolve.ts';
import { assumeActionRole } from './roles.ts';
import { rollback } from './rollback.ts';

/** The longest delay of setTimeout, in milliseconds. */
const maxTimeout = 2 ** 31 - 1;

/**
 * Runs the pipelines. All state is in the store; the engine keeps only timers and running actions in memory. So after
 * a restart, `resume` runs every action that was running again, and every approval continues to wait. An action that
 * runs twice writes the same bytes to the same places.
 */
export class Engine {
  private readonly emulator: Emulator;
  private readonly pipelineStore: PipelineStore;
  private readonly providers: readonly Provider[];
  private readonly timers = new Map<string, { timer: NodeJS.Timeout; run: PipelineRef; expires: number }>();
  private readonly running = new Set<Promise<void>>();
  /** Number of scheduled actions that have not begun to run. */
  private due = 0;
  private stopped = false;
  private readonly unsubscribe: () => void;

  constructor(emulator: Emulator, pipelineStore: PipelineStore, providers: readonly Provider[]) {
    this.emulator = emulator;
    this.pipelineStore = pipelineStore;
    this.providers = providers;
    const whenIdle = (pending: PendingWork) => void pending.push(this.whenIdle());
    const restored = () => {
      this.clearTimers();
      this.resume();
    };
    const stopListening = emulator.clock.onChange(() => this.rearmTimers());
    emulator.events.on('quiesce', whenIdle).on('restored', restored);
    this.unsubscribe = () => {
      stopListening();
      emulator.events.off('quiesce', whenIdle).off('restored', restored);
    };
  }

  /** Starts an execution. The engine runs it in the background. */
  start(ref: PipelineRef, options: StartOptions): ExecutionRecord {
    const now = this.emulator.clock.now();
    const execution = createExecution(this.pipelineStore, ref, options, now);
    supersede(this.pipelineStore, execution, now);
    this.wake(ref);
    return execution;
  }

  /** Rolls a stage back to an earlier execution. */
  rollback(ref: PipelineRef, request: Parameters<typeof rollback>[2]): ExecutionRecord {
    const execution = rollback(this.pipelineStore, ref, request, this.emulator.clock.now());
    this.wake(ref);
    return execution;
  }

  /** Advances a pipeline's executions after the pipeline changed, and emits `pipeline-changed`. */
  wake({ accountId, region, pipelineName }: PipelineRef): void {
    if (this.stopped) return;
    const ref = { accountId, region, pipelineName };
    for (const run of advance(this.pipelineStore, ref, this.emulator.clock.now())) this.schedule(run);
    this.emulator.events.emit('pipeline-changed', ref);
  }

  /** Fails the expired approvals. Every operation that reads a pipeline calls this first, since time can be moved. */
  expireDueApprovals(ref: PipelineRef): void {
    if (expireApprovals(this.pipelineStore, ref, this.emulator.clock.now())) this.wake(ref);
  }

  /** Resumes all actions that were running or waiting when the process ended. */
  resume(): void {
    for (const pipeline of this.pipelineStore.pipelines()) {
      for (const run of this.pipelineStore.actions(pipeline)) {
        if (run.status !== 'InProgress') continue;
        if (run.approval === undefined) this.schedule(run);
        else this.armTimer(run, run.approval.expires);
      }
      this.wake(pipeline);
    }
  }

  /** Stops the engine: no action is started or recorded any more. Resolves when the running actions have ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.unsubscribe();
    this.clearTimers();
    await Promise.all(this.running);
  }

  /** Runs the action only after the current call's response was sent. */
  private schedule(run: ActionExecutionRecord): void {
    this.due += 1;
    setImmediate(() => {
      this.due -= 1;
      if (this.stopped) return;
      const work = this.run(run)
        .catch((error: unknown) => this.emulator.events.emit('internal-error', error))
        .then(() => void this.running.delete(work));
      this.running.add(work);
    });
  }

  private async run(run: ActionExecutionRecord): Promise<void> {
    const execution = this.pipelineStore.execution(run, run.executionId);
    const definition = this.pipelineStore.definition(run, run.version);
    const action = definition?.stages
      .find(({ name }) => name === run.stageName)
      ?.actions.find(({ name }) => name === run.actionName);
    const provider = action && providerOf(action, this.providers);
    if (execution === undefined || definition === undefined || !action || !provider || isOver(execution))
      return;
    const prepared: Prepared = { resolvedConfiguration: {}, outputArtifacts: [] };
    const outcome = await this.captureOutcome(async () => {
      const configuration = resolveConfiguration(action.configuration, execution);
      const outputs = outputLocations(definition, action.outputArtifacts, run);
      Object.assign(prepared, { resolvedConfiguration: configuration, outputArtifacts: outputs });
      if (provider.entityUrl) prepared.entityUrl = provider.entityUrl(configuration, run.region);
      return provider.run({
        emulator: this.emulator,
        definition,
        execution,
        action,
        configuration,
        outputs,
        inputs: run.inputArtifacts,
        assumeRole: () => assumeActionRole(this.emulator, run, definition, action),
      });
    });
    if (this.stopped) return;
    finish(this.pipelineStore, run, action, prepared, outcome, this.emulator.clock.now());
    if (outcome.status === 'Waiting') this.armTimer(run, outcome.expires);
    this.wake(run);
  }

  private async captureOutcome(executeAction: () => Promise<ActionOutcome>): Promise<ActionOutcome> {
    try {
      return await executeAction();
    } catch (error) {
      if (error instanceof ActionFailure) {
        return { status: 'Failed', error: { code: error.code, message: error.message } };
      }
      if (!this.stopped) this.emulator.events.emit('internal-error', error);
      const message = error instanceof Error ? error.message : String(error);
      return { status: 'Failed', error: { code: 'InternalError', message } };
    }
  }

  private armTimer(run: PipelineRef & { id: string }, expires: number): void {
    clearTimeout(this.timers.get(run.id)?.timer);
    const timer = setTimeout(
      () => {
        this.timers.delete(run.id);
        if (this.emulator.clock.now() < expires) this.armTimer(run, expires);
        else this.expireDueApprovals(run);
      },
      Math.max(0, Math.min(maxTimeout, expires - this.emulator.clock.now())),
    );
    timer.unref();
    this.timers.set(run.id, { timer, run, expires });
  }

  /** After time was moved: expires the approvals that are due now, and sets the timers of the others again. */
  private rearmTimers(): void {
    for (const [id, { timer, run, expires }] of [...this.timers]) {
      if (this.emulator.clock.now() < expires) {
        this.armTimer({ ...run, id }, expires);
        continue;
      }
      clearTimeout(timer);
      this.timers.delete(id);
      this.expireDueApprovals(run);
    }
  }

  private clearTimers(): void {
    for (const { timer } of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  /** Resolves when no action is running or scheduled. */
  private async whenIdle(): Promise<void> {
    while (!this.stopped && (this.due > 0 || this.running.size > 0)) {
      await Promise.all(this.running);
      await new Promise(setImmediate);
    }
  }
}

function outputLocations(
  definition: Definition,
  artifacts: { name: string }[],
  { region, pipelineName }: PipelineRef,
) {
  return artifacts.map(({ name }) => {
    const artifactStore = artifactStoreFor(definition, region);
    if (artifactStore === undefined)
      throw new ActionFailure('ConfigurationError', `No artifact store for region ${region}`);
    return { name, bucket: artifactStore.location, key: artifactKey(pipelineName, name) };
  });
}
