import type { Waits, World } from '../../../core/world.ts';
import type { Outcome, Provider } from '../actions/provider.ts';
import { Failure } from '../actions/provider.ts';
import { providerOf } from '../definition/actions.ts';
import { type Definition, storeFor } from '../definition/definition.ts';
import type { ActionExecutionRecord, ExecutionRecord, PipelineRef } from '../records.ts';
import type { Tables } from '../tables.ts';
import { advance, isOver, supersede } from './advance.ts';
import { artifactKey } from './artifact-key.ts';
import { type Beginning, begin } from './begin.ts';
import { expireApprovals } from './expire.ts';
import { finish, type Prepared } from './finish.ts';
import { resolveConfiguration } from './resolve.ts';
import { openSession } from './roles.ts';
import { rollback } from './rollback.ts';

/** setTimeout's longest wait. */
const longest = 2 ** 31 - 1;

/**
 * Runs the pipelines. All state is in the store; the engine holds only what it is doing right now, so that
 * after a restart `resume` takes up every action that was running (they may be run twice: each puts the same
 * bytes in the same places) and every approval goes on waiting.
 */
export class Engine {
  private readonly world: World;
  private readonly tables: Tables;
  private readonly providers: readonly Provider[];
  private readonly timers = new Map<string, { timer: NodeJS.Timeout; run: PipelineRef; expires: number }>();
  private readonly running = new Set<Promise<void>>();
  /** Actions that are about to run. */
  private due = 0;
  private stopped = false;
  private readonly forgo: () => void;

  constructor(world: World, tables: Tables, providers: readonly Provider[]) {
    this.world = world;
    this.tables = tables;
    this.providers = providers;
    const still = (waits: Waits) => void waits.push(this.still());
    const restored = () => {
      this.clearTimers();
      this.resume();
    };
    const unwatch = world.clock.onMove(() => this.rearm());
    world.events.on('still', still).on('restored', restored);
    this.forgo = () => {
      unwatch();
      world.events.off('still', still).off('restored', restored);
    };
  }

  /** Starts an execution; it goes on by itself. */
  start(ref: PipelineRef, beginning: Beginning): ExecutionRecord {
    const now = this.world.clock.now();
    const execution = begin(this.tables, ref, beginning, now);
    supersede(this.tables, execution, now);
    this.wake(ref);
    return execution;
  }

  /** Takes a stage back to what an earlier execution carried. */
  rollback(ref: PipelineRef, order: Parameters<typeof rollback>[2]): ExecutionRecord {
    const execution = rollback(this.tables, ref, order, this.world.clock.now());
    this.wake(ref);
    return execution;
  }

  /** Moves a pipeline's executions on, after anything about it changed, and tells who listens. */
  wake({ accountId, region, pipelineName }: PipelineRef): void {
    if (this.stopped) return;
    const ref = { accountId, region, pipelineName };
    for (const run of advance(this.tables, ref, this.world.clock.now())) this.later(run);
    this.world.events.emit('pipeline-changed', ref);
  }

  /** Fails the approvals whose time is over. Time can be moved, so every look at a pipeline asks. */
  settle(ref: PipelineRef): void {
    if (expireApprovals(this.tables, ref, this.world.clock.now())) this.wake(ref);
  }

  /** Takes up what was running when the process ended. */
  resume(): void {
    for (const pipeline of this.tables.pipelines()) {
      for (const run of this.tables.actions(pipeline)) {
        if (run.status !== 'InProgress') continue;
        if (run.approval === undefined) this.later(run);
        else this.watch(run, run.approval.expires);
      }
      this.wake(pipeline);
    }
  }

  /** No action is begun or recorded from here on; resolves when those under way have let go of everything. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.forgo();
    this.clearTimers();
    await Promise.all(this.running);
  }

  /** The answer that woke the engine leaves first; the action runs after it. */
  private later(run: ActionExecutionRecord): void {
    this.due += 1;
    setImmediate(() => {
      this.due -= 1;
      if (this.stopped) return;
      const work = this.run(run)
        .catch((error: unknown) => this.world.events.emit('fault', error))
        .then(() => void this.running.delete(work));
      this.running.add(work);
    });
  }

  private async run(run: ActionExecutionRecord): Promise<void> {
    const execution = this.tables.execution(run, run.executionId);
    const definition = this.tables.definition(run, run.version);
    const action = definition?.stages
      .find(({ name }) => name === run.stageName)
      ?.actions.find(({ name }) => name === run.actionName);
    const provider = action && providerOf(action, this.providers);
    if (execution === undefined || definition === undefined || !action || !provider || isOver(execution))
      return;
    const prepared: Prepared = { resolvedConfiguration: {}, outputArtifacts: [] };
    const outcome = await this.outcomeOf(async () => {
      const configuration = resolveConfiguration(action.configuration, execution);
      const outputs = placesFor(definition, action.outputArtifacts, run);
      Object.assign(prepared, { resolvedConfiguration: configuration, outputArtifacts: outputs });
      if (provider.entityUrl) prepared.entityUrl = provider.entityUrl(configuration, run.region);
      return provider.run({
        ...{ world: this.world, definition, execution, action, configuration, outputs },
        inputs: run.inputArtifacts,
        assumeRole: () => openSession(this.world, run, definition, action),
      });
    });
    if (this.stopped) return;
    finish(this.tables, run, action, prepared, outcome, this.world.clock.now());
    if (outcome.status === 'Waiting') this.watch(run, outcome.expires);
    this.wake(run);
  }

  private async outcomeOf(work: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Failure) {
        return { status: 'Failed', error: { code: error.code, message: error.message } };
      }
      if (!this.stopped) this.world.events.emit('fault', error);
      const message = error instanceof Error ? error.message : String(error);
      return { status: 'Failed', error: { code: 'InternalError', message } };
    }
  }

  private watch(run: PipelineRef & { id: string }, expires: number): void {
    clearTimeout(this.timers.get(run.id)?.timer);
    const timer = setTimeout(
      () => {
        this.timers.delete(run.id);
        if (this.world.clock.now() < expires) this.watch(run, expires);
        else this.settle(run);
      },
      Math.max(0, Math.min(longest, expires - this.world.clock.now())),
    );
    timer.unref();
    this.timers.set(run.id, { timer, run, expires });
  }

  /** Time was moved: what is due now ends now, the rest waits anew. */
  private rearm(): void {
    for (const [id, { timer, run, expires }] of [...this.timers]) {
      if (this.world.clock.now() < expires) {
        this.watch({ ...run, id }, expires);
        continue;
      }
      clearTimeout(timer);
      this.timers.delete(id);
      this.settle(run);
    }
  }

  private clearTimers(): void {
    for (const { timer } of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  /** Resolves when no action runs or is about to. */
  private async still(): Promise<void> {
    while (!this.stopped && (this.due > 0 || this.running.size > 0)) {
      await Promise.all(this.running);
      await new Promise(setImmediate);
    }
  }
}

function placesFor(
  definition: Definition,
  artifacts: { name: string }[],
  { region, pipelineName }: PipelineRef,
) {
  return artifacts.map(({ name }) => {
    const store = storeFor(definition, region);
    if (store === undefined)
      throw new Failure('ConfigurationError', `No artifact store for region ${region}`);
    return { name, bucket: store.location, key: artifactKey(pipelineName, name) };
  });
}
