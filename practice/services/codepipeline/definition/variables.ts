import { invalidAction, invalidStructure } from '../errors.ts';
import type { Definition } from './definition.ts';

/** Matches a reference to a variable in a configuration: `#{namespace.key}`. */
export const reference = /#\{([^}]*)\}/g;

/** Checks pipeline variables and namespaces, and that every `#{…}` in a configuration names an existing namespace. */
export function checkVariables(definition: Definition): void {
  const { variables = [], pipelineType } = definition;
  if (variables.length > 0 && pipelineType === 'V1') {
    throw invalidStructure('Pipeline variable can only be used with V2 pipelines');
  }
  const names = new Set<string>();
  for (const { name = '' } of variables) {
    if (names.has(name)) {
      throw invalidStructure(
        `Variable names must be unique. The following variable name is already in use: ${name}`,
      );
    }
    names.add(name);
  }
  checkReferences(definition, namespacesOf(definition));
}

function namespacesOf({ stages, variables }: Definition): Set<string> {
  const reserved = ['codepipeline', ...(variables === undefined ? [] : ['variables'])];
  const known = new Set(reserved);
  for (const stage of stages) {
    for (const { namespace, name } of stage.actions) {
      if (namespace === undefined) continue;
      // [known] The service's message for a reserved namespace was not found; that for one used twice is [seen].
      if (reserved.includes(namespace)) throw invalidAction(`Namespace '${namespace}' is reserved`);
      if (known.has(namespace)) {
        throw invalidAction(
          `Namespaces must be unique across the pipeline definition. The following occur more than once in the pipeline. StageName=[${stage.name}], ActionName=[${name}], Namespace=[${namespace}]`,
        );
      }
      known.add(namespace);
    }
  }
  return known;
}

function checkReferences({ stages }: Definition, namespaces: Set<string>): void {
  for (const stage of stages) {
    for (const action of stage.actions) {
      for (const [key, value] of Object.entries(action.configuration)) {
        for (const [, text = ''] of value.matchAll(reference)) {
          const [namespace = '', name] = text.split('.');
          if (name !== undefined && namespaces.has(namespace)) continue;
          throw invalidAction(
            `Valid format for a pipeline execution variable reference is a namespace and a key separated by a period (.). The following pipeline execution variables are referencing a namespace that does not exist. StageName=[${stage.name}], ActionName=[${action.name}], ActionConfigurationKey=[${key}], VariableReferenceText=[${text}]`,
          );
        }
      }
    }
  }
}
