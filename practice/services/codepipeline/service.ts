import { AwsError } from '../../core/errors.ts';
import type { PushEvent, Service, TagEvent, Waits, World } from '../../core/world.ts';
import { deniedMessage } from '../iam/denied.ts';
import { providers } from './actions/index.ts';
import { Engine } from './engine/engine.ts';
import { onPush, onTag } from './engine/push.ts';
import { actionExecutions } from './operations/action-executions.ts';
import { approvals } from './operations/approvals.ts';
import { control } from './operations/control.ts';
import { definitions } from './operations/definitions.ts';
import { executions } from './operations/executions.ts';
import type { Room } from './operations/room.ts';
import { state } from './operations/state.ts';
import { tags } from './operations/tags.ts';
import { transitions } from './operations/transitions.ts';
import { permissions } from './permissions.ts';
import { Tables } from './tables.ts';

/**
 * CodePipeline: its operations, and an engine that runs the pipelines. Listens for pushes and tags from now on, and
 * takes up what was running before a restart once the world is put together. `stop` ends both at once, and
 * resolves when the actions under way have let go. Tells `world.events` of `pipeline-changed` (a PipelineRef)
 * after every move, and of a `fault` (an error of ours) that no caller is there to be told of.
 */
export function codepipelineService(world: World): Service & { stop(): Promise<void> } {
  const tables = new Tables(world.store);
  const engine = new Engine(world, tables, providers);
  const room: Room = { tables, engine };
  const listener = (push: PushEvent, pending: Waits = []) => {
    const starting = onPush(world, tables, engine, push);
    pending.push(starting.catch((error: unknown) => world.events.emit('fault', error)));
  };
  const onTagged = (tag: TagEvent) => onTag(world, tables, engine, tag);
  world.events.on('push', listener).on('tag', onTagged);
  const resuming = setImmediate(() => engine.resume());
  return {
    name: 'codepipeline',
    operations: {
      ...definitions(room),
      ...state(room),
      ...executions(room),
      ...actionExecutions(room),
      ...control(room),
      ...transitions(room),
      ...approvals(room),
      ...tags(room),
    },
    permissions: permissions(tables),
    denied: (permission, call) => new AwsError('AccessDeniedException', deniedMessage(permission, call), 400),
    stop() {
      clearImmediate(resuming);
      world.events.off('push', listener).off('tag', onTagged);
      return engine.stop();
    },
  };
}
