import type { GitConfiguration, GitPushFilter } from '@aws-sdk/client-codepipeline';
import { invalidStructure } from '../errors.ts';
import type { Definition } from './definition.ts';

/**
 * Checks that only a V2 pipeline has triggers, that each names a source action that uses a connection, and that no
 * action has two. A trigger filters by tags, by branches, or by branches and file paths. [doc]; the messages are
 * [seen].
 */
export function checkTriggers({ triggers = [], pipelineType, stages }: Definition): void {
  if (triggers.length === 0) return;
  if (pipelineType === 'V1') {
    throw invalidStructure('Triggers on tag can only be used with V2 pipelines');
  }
  const untriggeredActions = new Set(
    stages[0]?.actions
      .filter(({ actionTypeId }) => actionTypeId.provider === 'CodeStarSourceConnection')
      .map(({ name }) => name),
  );
  for (const { gitConfiguration } of triggers) {
    if (!untriggeredActions.delete(gitConfiguration?.sourceActionName ?? '')) {
      throw invalidStructure(
        'Triggers for connections must reference a CodeStarSourceConnection action. Note that when you specify a trigger, you cant specify more than one trigger per source action.',
      );
    }
    if (gitConfiguration !== undefined && !isValid(gitConfiguration)) {
      throw invalidStructure(
        'The trigger configuration for the source action is not valid. Make sure to choose valid filter combinations.',
      );
    }
  }
}

function isValid({ push = [], pullRequest = [] }: GitConfiguration): boolean {
  return [...push, ...pullRequest].every(
    ({ tags, branches, filePaths }: GitPushFilter) =>
      (tags === undefined || (branches === undefined && filePaths === undefined)) &&
      (filePaths === undefined || branches !== undefined),
  );
}
