import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { Provider } from '../actions/provider.ts';
import { checkActions } from './actions.ts';
import { checkArtifacts } from './artifacts.ts';
import type { Definition } from './definition.ts';
import { normalize } from './normalize.ts';
import { checkStructure } from './structure.ts';
import { checkTriggers } from './triggers.ts';
import { checkUnsupported } from './unsupported.ts';
import { checkVariables } from './variables.ts';

/**
 * Returns a valid declaration with its defaults filled in, or throws the error of CreatePipeline and UpdatePipeline.
 * `requireValid` has already checked the members' lengths and patterns.
 */
export function validate(
  declaration: PipelineDeclaration,
  options: { region: string; version: number; providers: readonly Provider[] },
): Definition {
  checkUnsupported(declaration);
  const definition = normalize(declaration, options.version);
  checkStructure(definition, options.region);
  checkActions(definition, options.providers, options.region);
  checkArtifacts(definition);
  checkVariables(definition);
  checkTriggers(definition);
  return definition;
}
