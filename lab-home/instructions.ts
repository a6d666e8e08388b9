import { labCommand } from '../checker/lab/commands.ts';
import type { Instructions } from '../checker/steps/instructions.ts';

/** The instructions that differ from those for an AWS account. A practice account has no console of AWS. */
export const instructionsFor = (targetKind: string): Partial<Instructions> =>
  targetKind === 'practice'
    ? {
        finishHandshake: (connection) =>
          `${labCommand('practice authorize', {}, connection)} (in this practice account it does what a human does in AWS's console)`,
      }
    : {};
