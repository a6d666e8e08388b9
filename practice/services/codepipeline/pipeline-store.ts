import type { Collection, Store } from '../../core/store.ts';
import type { Definition } from './definition/definition.ts';
import type {
  ActionExecutionRecord,
  ExecutionRecord,
  PipelineRecord,
  PipelineRef,
  StageRecord,
  VersionRecord,
} from './records.ts';

/** AWS's names contain no slash, so a slash separates the parts of a key. */
const keyOf = (ref: PipelineRef, ...more: (string | number)[]) =>
  [ref.accountId, ref.region, ref.pipelineName, ...more].join('/');

/** CodePipeline's records in the store, by pipeline. */
export class PipelineStore {
  private readonly pipelineTable: Collection<PipelineRecord>;
  private readonly versionTable: Collection<VersionRecord>;
  private readonly stageTable: Collection<StageRecord>;
  private readonly executionTable: Collection<ExecutionRecord>;
  private readonly actionTable: Collection<ActionExecutionRecord>;

  constructor(store: Store) {
    this.pipelineTable = store.collection('codepipeline/pipelines');
    this.versionTable = store.collection('codepipeline/versions');
    this.stageTable = store.collection('codepipeline/stages');
    this.executionTable = store.collection('codepipeline/executions');
    this.actionTable = store.collection('codepipeline/actions');
  }

  pipeline(ref: PipelineRef): PipelineRecord | undefined {
    return this.pipelineTable.get(keyOf(ref));
  }

  putPipeline(record: PipelineRecord): void {
    this.pipelineTable.set(keyOf(record), record);
  }

  /** All pipelines of all accounts. */
  pipelines(): PipelineRecord[] {
    return [...this.pipelineTable.values()];
  }

  definition(ref: PipelineRef, version: number): Definition | undefined {
    return this.versionTable.get(keyOf(ref, version))?.definition;
  }

  putDefinition(ref: PipelineRef, definition: Definition, updated: number): void {
    const { accountId, region, pipelineName } = ref;
    this.versionTable.set(keyOf(ref, definition.version), {
      accountId,
      region,
      pipelineName,
      definition,
      updated,
    });
  }

  stage(ref: PipelineRef, stageName: string): StageRecord {
    const { accountId, region, pipelineName } = ref;
    return this.stageTable.get(keyOf(ref, stageName)) ?? { accountId, region, pipelineName, stageName };
  }

  putStage(record: StageRecord): void {
    this.stageTable.set(keyOf(record, record.stageName), record);
  }

  execution(ref: PipelineRef, id: string): ExecutionRecord | undefined {
    return this.executionTable.get(keyOf(ref, id));
  }

  putExecution(record: ExecutionRecord): void {
    this.executionTable.set(keyOf(record, record.id), record);
  }

  /** The pipeline's executions, the oldest first. */
  executions(ref: PipelineRef): ExecutionRecord[] {
    return this.executionTable.inGroup(keyOf(ref)).sort((a, b) => a.number - b.number);
  }

  action(ref: PipelineRef, id: string): ActionExecutionRecord | undefined {
    return this.actionTable.get(keyOf(ref, id));
  }

  putAction(record: ActionExecutionRecord): void {
    this.actionTable.set(keyOf(record, record.id), record);
  }

  /** The pipeline's action executions, the oldest first. */
  actions(ref: PipelineRef): ActionExecutionRecord[] {
    return this.actionTable.inGroup(keyOf(ref)).sort((a, b) => a.order - b.order);
  }

  /** Deletes a pipeline with its versions, stages and history. */
  deletePipeline(ref: PipelineRef): void {
    this.pipelineTable.delete(keyOf(ref));
    for (const table of [this.versionTable, this.stageTable, this.executionTable, this.actionTable]) {
      const prefix = `${keyOf(ref)}/`;
      for (const key of [...table.keys()]) if (key.startsWith(prefix)) table.delete(key);
    }
  }
}
