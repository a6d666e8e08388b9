import { CliError } from '../../lab-home/errors.ts';
import { kitRoot } from '../../lab-home/home.ts';
import { settingOptions } from '../../lab-home/settings.ts';
import { targetOptions } from '../../lab-home/target.ts';
import { inLearnerEnvironment } from '../../scenarios/solve/learner-environment.ts';
import { resetTo } from '../../scenarios/solve/reset.ts';
import { text } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';
import { requireStepNumber } from './solve.ts';

export const command = defineCommand({
  name: 'reset',
  description:
    'Goes back to before a step: deletes what that step and those after it made, and builds anew what has to be there before it.',
  usage: ['lab reset STEP [options]'],
  positionals: [{ name: 'STEP', help: "step-3 to step-9, or a step's name" }],
  options: {
    confirm: text({
      value: 'DIGEST',
      help: 'the digest of the plan that it prints, where nobody can be asked',
    }),
    ...settingOptions,
    ...targetOptions,
  },
  notes: [
    'It deletes only what the teardown would delete, by the same proofs, and asks the same question first. A page that step 8 changed is changed back by a commit. Steps 1 and 2 are yours: credentials, a repository, a clone.',
  ],
  exitCodes: {
    0: 'done',
    1: 'declined, or something could not be done',
    2: 'not confirmed',
    3: 'denied, or not told',
  },
  examples: ['npx lab reset step-5'],
  async run(values, [word], io) {
    const step = requireStepNumber(word, 'reset');
    if (step < 3)
      throw new CliError(
        `Step ${step} is yours to undo: the repository in its Settings on GitHub, the clone by removing workspace/. Everything else: npx lab reset step-3`,
      );
    return inLearnerEnvironment(values, io, kitRoot(), (environment) =>
      resetTo(step, environment, values, io),
    );
  },
});
