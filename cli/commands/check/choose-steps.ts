import { steps as allSteps, findStep, type Step } from '../../../checker/steps/index.ts';
import { CliError } from '../../../lab-home/errors.ts';
import type { Io } from '../../../terminal/command.ts';
import { didYouMean } from '../../../terminal/did-you-mean.ts';
import { prompt } from '../../../terminal/prompt.ts';

/** The steps of `--all`, and the default without a terminal: all but the cleanup. */
export const wholeLab = () => allSteps.filter(({ name }) => name !== 'cleanup');

function stepNamed(word: string): Step {
  const step = findStep(word);
  if (step !== undefined) return step;
  const suggestion = didYouMean(
    word,
    allSteps.flatMap(({ id, name }) => [id, name]),
  );
  throw new CliError(
    `There is no step "${word}".${suggestion ? ` Did you mean: npm run check ${suggestion}?` : ''} Steps: ${allSteps.map(({ id, name }) => `${id} ${name}`).join(', ')}`,
  );
}

async function promptForSteps(io: Io): Promise<Step[]> {
  const { step = '' } = await prompt(
    [
      {
        type: 'select',
        name: 'step',
        message: 'Which step?',
        pageSize: allSteps.length + 1,
        choices: [
          ...allSteps.map(({ id, name, title }) => ({ name: `${id}  ${title}`, value: name as string })),
          { name: 'steps 1 to 8', value: 'all' },
        ],
      },
    ],
    io,
  );
  return step === 'all' ? wholeLab() : [stepNamed(step)];
}

/**
 * The named steps, in the order of the lab; all but the cleanup for `--all`; none when none is named. Throws
 * CliError.
 */
export function namedSteps(positionals: readonly string[], all = false): Step[] {
  const named = positionals.map(stepNamed);
  if (all && named.length > 0)
    throw new CliError('--all means steps 1 to 8: name steps, or give --all, not both.');
  return all ? wholeLab() : allSteps.filter((step) => named.includes(step));
}

/**
 * The steps to check: the named ones, else those that the user chooses, else (without a terminal) all but the
 * cleanup.
 */
export async function chooseSteps(named: Step[], canPrompt: boolean, io: Io): Promise<Step[]> {
  if (named.length > 0) return named;
  return canPrompt && io.interactive ? promptForSteps(io) : wholeLab();
}
