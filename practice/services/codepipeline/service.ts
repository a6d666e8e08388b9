import type { Emulator, PendingWork, PushEvent, Service, TagEvent } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import { deniedMessage } from '../iam/denied-message.ts';
import { providers } from './actions/index.ts';
import { Engine } from './engine/engine.ts';
import { startOnPush, startOnTag } from './engine/start-on-push.ts';
import { actionExecutions } from './operations/action-executions.ts';
import { approvals } from './operations/approvals.ts';
import { control } from './operations/control.ts';
import { definitions } from './operations/definitions.ts';
import { executions } from './operations/executions.ts';
import type { ServiceContext } from './operations/service-context.ts';
import { state } from './operations/state.ts';
import { tags } from './operations/tags.ts';
import { transitions } from './operations/transitions.ts';
import { PipelineStore } from './pipeline-store.ts';

/**
 * CodePipeline: its operations, and an engine that runs the pipelines. It listens for pushes and tags at once, and
 * resumes the actions that were running before a restart after the other services are created. `stop` ends both and
 * resolves when the running actions have ended. On `emulator.events` it emits `pipeline-changed` (a PipelineRef) after
 * every change, and `internal-error` for an internal error that no caller can get.
 */
export function codepipelineService(emulator: Emulator): Service & { stop(): Promise<void> } {
  const pipelineStore = new PipelineStore(emulator.store);
  const engine = new Engine(emulator, pipelineStore, providers);
  const context: ServiceContext = { pipelineStore, engine };
  const onPushed = (push: PushEvent, pending: PendingWork = []) => {
    const triggered = startOnPush(emulator, pipelineStore, engine, push);
    pending.push(triggered.catch((error: unknown) => emulator.events.emit('internal-error', error)));
  };
  const onTagged = (tag: TagEvent) => startOnTag(emulator, pipelineStore, engine, tag);
  emulator.events.on('push', onPushed).on('tag', onTagged);
  const resuming = setImmediate(() => engine.resume());
  return {
    name: 'codepipeline',
    operations: {
      ...definitions(context),
      ...state(context),
      ...executions(context),
      ...actionExecutions(context),
      ...control(context),
      ...transitions(context),
      ...approvals(context),
      ...tags(context),
    },
    denied: (permission, call) => new AwsError('AccessDeniedException', deniedMessage(permission, call), 400),
    stop() {
      clearImmediate(resuming);
      emulator.events.off('push', onPushed).off('tag', onTagged);
      return engine.stop();
    },
  };
}
