import { ownMember } from '../../../core/own-member.ts';
import { ActionFailure } from '../actions/provider.ts';
import { reference } from '../definition/variables.ts';
import type { ExecutionRecord } from '../records.ts';

/** An action's configuration with its variables replaced. Throws an ActionFailure for a variable without a value. */
export function resolveConfiguration(
  configuration: Record<string, string>,
  execution: ExecutionRecord,
): Record<string, string> {
  const namespaces: Record<string, Record<string, string>> = {
    codepipeline: { PipelineExecutionId: execution.id },
    variables: execution.variables,
    ...execution.outputs,
  };
  const resolve = (text: string) =>
    text.replace(reference, (whole, path: string) => {
      const dot = path.indexOf('.');
      const value = ownMember(ownMember(namespaces, path.slice(0, dot)) ?? {}, path.slice(dot + 1));
      if (value === undefined) {
        // [known] An unresolved variable fails the action; the service's exact message was not found.
        throw new ActionFailure('ConfigurationError', `The variable ${whole} could not be resolved`);
      }
      return value;
    });
  return Object.fromEntries(Object.entries(configuration).map(([key, value]) => [key, resolve(value)]));
}
