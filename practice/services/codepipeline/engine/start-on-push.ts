import type { Emulator, PushEvent, TagEvent } from '../../../core/emulator.ts';
import { repositoryPath } from '../../../git-host/repository.ts';
import { runGit } from '../../../git-host/run-git.ts';
import { canAccessRepository } from '../../codeconnections/installations.ts';
import { connectionByArn } from '../../codeconnections/records.ts';
import type { PipelineStore } from '../pipeline-store.ts';
import type { PipelineRef, SourceOverride } from '../records.ts';
import type { Engine } from './engine.ts';
import { sourcesTriggeredByPush, sourcesTriggeredByTag, type TriggeredSource } from './trigger-matching.ts';

/**
 * Starts every pipeline, in any account and region, that watches the pushed branch through an AVAILABLE connection. The
 * execution uses the pushed commit and branch.
 */
export async function startOnPush(
  emulator: Emulator,
  pipelineStore: PipelineStore,
  engine: Engine,
  push: PushEvent,
): Promise<void> {
  if (/^0+$/.test(push.after)) return;
  let paths: Promise<string[]> | undefined;
  const loadChangedPaths = () => {
    paths ??= changedPaths(emulator, push);
    return paths;
  };
  for (const pipeline of pipelineStore.pipelines()) {
    const definition = pipelineStore.definition(pipeline, pipeline.version);
    if (definition === undefined) continue;
    const sources = await sourcesTriggeredByPush(definition, push, loadChangedPaths);
    startExecution(
      pipelineStore,
      engine,
      pipeline,
      withRepositoryAccess(emulator, sources, push.repository),
      {
        commit: push.after,
        branch: push.branch,
      },
    );
  }
}

/** Starts the pipelines that watch a tag. Their executions use its commit, and keep their own branch's name. */
export function startOnTag(
  emulator: Emulator,
  pipelineStore: PipelineStore,
  engine: Engine,
  tag: TagEvent,
): void {
  for (const pipeline of pipelineStore.pipelines()) {
    const definition = pipelineStore.definition(pipeline, pipeline.version);
    if (definition === undefined) continue;
    const sources = withRepositoryAccess(emulator, sourcesTriggeredByTag(definition, tag), tag.repository);
    startExecution(pipelineStore, engine, pipeline, sources, { commit: tag.commit });
  }
}

/**
 * The sources whose connection is AVAILABLE and can access this repository. GitHub notifies an app only of pushes to
 * repositories that the app is installed for. [doc]
 */
function withRepositoryAccess(
  emulator: Emulator,
  sources: TriggeredSource[],
  repository: string,
): TriggeredSource[] {
  return sources.filter(({ connectionArn }) => {
    const connection = connectionByArn(emulator, connectionArn);
    return connection?.status === 'AVAILABLE' && canAccessRepository(emulator, connection, repository);
  });
}

function startExecution(
  pipelineStore: PipelineStore,
  engine: Engine,
  pipeline: PipelineRef,
  sources: TriggeredSource[],
  override: SourceOverride,
): void {
  const [first] = sources;
  if (first === undefined || pipelineStore.pipeline(pipeline) === undefined) return;
  engine.start(pipeline, {
    // [seen] the type. AWS's text for the detail was not found, so ours names the connection.
    trigger: { type: 'WebhookV2', detail: first.connectionArn },
    overrides: Object.fromEntries(sources.map(({ action }) => [action.name, override])),
  });
}

async function changedPaths(emulator: Emulator, { repository, before, after }: PushEvent): Promise<string[]> {
  const range = /^0+$/.test(before) ? ['--root', after] : [before, after];
  const { exit, stdout } = await runGit(emulator.gitDir, [
    '--git-dir',
    repositoryPath(emulator, repository),
    'diff-tree',
    '-r',
    '--no-commit-id',
    '--name-only',
    '-z',
    ...range,
  ]);
  return exit === 0 ? stdout.toString('utf8').split('\0').filter(Boolean) : [];
}
