import { connectionByArn } from '../../codeconnections/records.ts';
import { runGit } from '../../git/command.ts';
import { repositoryPath } from '../../git/repository.ts';
import type { PushEvent, World } from '../../world.ts';
import type { Tables } from '../tables.ts';
import type { Engine } from './engine.ts';
import { watching } from './watching.ts';

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
    const live = watches.filter(
      ({ connectionArn }) => connectionByArn(world, connectionArn)?.status === 'AVAILABLE',
    );
    const [first] = live;
    if (first === undefined || tables.pipeline(pipeline) === undefined) continue;
    engine.start(pipeline, {
      // [seen] the type; what AWS writes as its detail was not found, so it names the connection.
      trigger: { type: 'WebhookV2', detail: first.connectionArn },
      overrides: Object.fromEntries(
        live.map(({ action }) => [action.name, { commit: push.after, branch: push.branch }]),
      ),
    });
  }
}

async function changedPaths(world: World, { repository, before, after }: PushEvent): Promise<string[]> {
  const range = /^0+$/.test(before) ? ['--root', after] : [before, after];
  const { exit, stdout } = await runGit(world.gitDir, [
    ...['--git-dir', repositoryPath(world, repository)],
    ...['diff-tree', '-r', '--no-commit-id', '--name-only', '-z', ...range],
  ]);
  return exit === 0 ? stdout.toString('utf8').split('\0').filter(Boolean) : [];
}
