import { shellQuote } from '../../checker/steps/format.ts';
import { findStep, steps } from '../../checker/steps/index.ts';
import { CliError } from '../../lab-home/errors.ts';
import { kitRoot } from '../../lab-home/home.ts';
import { settingOptions } from '../../lab-home/settings.ts';
import { targetOptions } from '../../lab-home/target.ts';
import { confirmChange } from '../../scenarios/solve/confirm-change.ts';
import { inLearnerEnvironment } from '../../scenarios/solve/learner-environment.ts';
import { solveTo } from '../../scenarios/solve/solve.ts';
import { text } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';

/** The number of the named step, counted from 1. Throws CliError unless a known step is named. */
export function requireStepNumber(word: string | undefined, command: string): number {
  const step = word === undefined ? undefined : findStep(word);
  if (step !== undefined) return steps.indexOf(step) + 1;
  throw new CliError(
    `${word === undefined ? 'Which step?' : `"${word}" is no step.`} Type: npx lab ${command} step-5`,
  );
}

export const command = defineCommand({
  name: 'solve',
  description:
    "Brings an account to the end state of a step, for somebody who comes late: types the pages' own commands up to there, in the kit's folder. Steps that are done already are left as they are, and each that was typed has to pass its check.",
  usage: ['lab solve STEP [options]'],
  positionals: [{ name: 'STEP', help: "step-1 to step-8, or a step's name" }],
  options: {
    confirm: text({
      value: 'ACCOUNT',
      help: 'on a live account: its number, where nobody can be asked',
    }),
    ...settingOptions,
    ...targetOptions,
  },
  notes: [
    "On the practice account it asks nothing. On a live account it asks for the account's number first, and you finish the connection's handshake in the console while it waits.",
  ],
  exitCodes: {
    0: 'the step is done',
    1: 'a command failed, or its check does not pass',
    2: 'not confirmed',
  },
  examples: ['npx lab solve step-5', 'npx lab solve approval --seat anna'],
  async run(values, [word], io) {
    const last = requireStepNumber(word, 'solve');
    if (last === steps.length)
      throw new CliError('The cleanup is not brought about: it is npm run teardown, which asks you first.');
    return inLearnerEnvironment(values, io, kitRoot(), async (environment) => {
      if (!(await confirmChange(environment, values.confirm, io, `Solving up to step-${last}`))) {
        io.stdout('Declined: nothing was changed.\n');
        return 1;
      }
      await solveTo(last, environment, values, { line: (text) => io.stdout(`${text}\n`) });
      const next = steps[last]?.id;
      io.stdout(
        `\nstep-${last} is done. In a terminal of yours: ${environment.folder === kitRoot() ? '' : `cd ${shellQuote(environment.folder)}; `}. workspace/values.sh, and go on with ${next}.\n`,
      );
      return 0;
    });
  },
});
