import type { PushEvent, TagEvent, World } from '../../../core/world.ts';
import { runGit } from '../../../git-host/command.ts';
import { repositoryPath } from '../../../git-host/repository.ts';
import { sees } from '../../codeconnections/installations.ts';
import { connectionByArn } from '../../codeconnections/records.ts';
import type { PipelineRef, SourceOverride } from '../records.ts';
import type { Tables } from '../tables.ts';
import type { Engine } from './engine.ts';
import { type Watch, watching, watchingTag } from './watching.ts';

/**
 * A push starts every pipeline, of any account and region, that watches the branch through a connection
 * which is AVAILABLE. The execution takes the commit that was pushed, from the branch that it was pushed to.
 */
export async function onPush(world: World, tables: Tables, engine: Engine, push: PushEvent): Promise<void> {
  if (/^0+$/.test(push.after)) return;
  let paths: Promise<string[]> | undefined;
  const changed = () => {
    paths ??= changedPaths(world, push);
    return paths;
  };
  for (const pipeline of tables.pipelines()) {
    const definition = tables.definition(pipeline, pipeline.version);
    if (definition === undefined) continue;
    const watches = await watching(definition, push, changed);
    begin(tables, engine, pipeline, heard(world, watches, push.repository), {
      commit: push.after,
      branch: push.branch,
    });
  }
}

/** A tag starts the pipelines that watch it. Their executions take its commit, and keep their own branch's name. */
export function onTag(world: World, tables: Tables, engine: Engine, tag: TagEvent): void {
  for (const pipeline of tables.pipelines()) {
    const definition = tables.definition(pipeline, pipeline.version);
    if (definition === undefined) continue;
    const watches = heard(world, watchingTag(definition, tag), tag.repository);
    begin(tables, engine, pipeline, watches, { commit: tag.commit });
  }
}

/**
 * The watches whose connection is AVAILABLE and hears of this repository: GitHub tells an app of pushes to those
 * repositories only that it is installed for. [doc]
 */
function heard(world: World, watches: Watch[], repository: string): Watch[] {
  return watches.filter(({ connectionArn }) => {
    const connection = connectionByArn(world, connectionArn);
    return connection?.status === 'AVAILABLE' && sees(world, connection, repository);
  });
}

function begin(
  tables: Tables,
  engine: Engine,
  pipeline: PipelineRef,
  watches: Watch[],
  override: SourceOverride,
): void {
  const [first] = watches;
  if (first === undefined || tables.pipeline(pipeline) === undefined) return;
  engine.start(pipeline, {
    // [seen] the type; what AWS writes as its detail was not found, so it names the connection.
    trigger: { type: 'WebhookV2', detail: first.connectionArn },
    overrides: Object.fromEntries(watches.map(({ action }) => [action.name, override])),
  });
}

async function changedPaths(world: World, { repository, before, after }: PushEvent): Promise<string[]> {
  const range = /^0+$/.test(before) ? ['--root', after] : [before, after];
  const { exit, stdout } = await runGit(world.gitDir, [
    ...['--git-dir', repositoryPath(world, repository)],
    ...['diff-tree', '-r', '--no-commit-id', '--name-only', '-z', ...range],
  ]);
  return exit === 0 ? stdout.toString('utf8').split('\0').filter(Boolean) : [];
}
