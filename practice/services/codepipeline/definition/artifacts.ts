import { invalidAction } from '../errors.ts';
import type { Definition } from './definition.ts';

/**
 * Checks that exactly one action produces each artifact, before any action uses it. That action must be in an earlier
 * stage, or in the same stage with a lower run order.
 */
export function checkArtifacts({ stages }: Definition): void {
  const produced = new Set<string>();
  for (const { actions } of stages) {
    const orders = [...new Set(actions.map(({ runOrder }) => runOrder))].sort((a, b) => a - b);
    for (const order of orders) {
      const group = actions.filter(({ runOrder }) => runOrder === order);
      for (const { name, inputArtifacts } of group) {
        const missing = inputArtifacts.find((artifact) => !produced.has(artifact.name));
        if (missing !== undefined) {
          throw invalidAction(
            `Input Artifact Bundle ${missing.name} in action ${name} is not declared as Output Artifact Bundle in any of the preceding actions`,
          );
        }
      }
      for (const { name } of group.flatMap(({ outputArtifacts }) => outputArtifacts)) {
        if (produced.has(name)) {
          throw invalidAction(
            `Output Artifact Bundle name must be unique within the pipeline. ${name} has been used more than once.`,
          );
        }
        produced.add(name);
      }
    }
  }
}
