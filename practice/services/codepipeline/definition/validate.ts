import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { Provider } from '../actions/provider.ts';
import { checkActions } from './actions.ts';
import { checkArtifacts } from './artifacts.ts';
import type { Definition } from './definition.ts';
import { normalise } from './normalise.ts';
import { checkRefused } from './refused.ts';
import { checkStructure } from './structure.ts';
import { checkTriggers } from './triggers.ts';
import { checkVariables } from './variables.ts';

/**
 * Finds a declaration valid and writes its defaults out, or throws what CreatePipeline and UpdatePipeline
 * answer. Members' lengths and patterns were checked before.
 */
export function validate(
  declaration: PipelineDeclaration,
  at: { region: string; version: number; providers: readonly Provider[] },
): Definition {
  checkRefused(declaration);
  const definition = normalise(declaration, at.version);
  checkStructure(definition, at.region);
  checkActions(definition, at.providers, at.region);
  checkArtifacts(definition);
  checkVariables(definition);
  checkTriggers(definition);
  return definition;
}
