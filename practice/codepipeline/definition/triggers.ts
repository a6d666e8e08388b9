import { invalidStructure } from '../errors.ts';
import type { Definition } from './definition.ts';

/** A `triggers` block is for V2, and names source actions that use a connection. */
export function checkTriggers({ triggers = [], pipelineType, stages }: Definition): void {
  if (triggers.length === 0) return;
  if (pipelineType === 'V1') {
    throw invalidStructure('Triggers on tag can only be used with V2 pipelines');
  }
  const sources = new Set(
    stages[0]?.actions
      .filter(({ actionTypeId }) => actionTypeId.provider === 'CodeStarSourceConnection')
      .map(({ name }) => name),
  );
  if (triggers.some(({ gitConfiguration }) => !sources.has(gitConfiguration?.sourceActionName ?? ''))) {
    throw invalidStructure('Triggers for connections must reference a CodeStarSourceConnection action.');
  }
}
