import { exitCode } from '../../checker/exit.ts';
import { human } from '../../checker/report/human.ts';
import { json } from '../../checker/report/json.ts';
import { steps as allSteps, findStep, type Step } from '../../checker/steps/index.ts';
import { type Command, type Io, text, type Values } from '../command.ts';
import { CliError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { runCheck } from '../run-check.ts';
import { settingFlags } from '../settings.ts';
import { targetFlags } from '../target.ts';

const help = `Looks at your account and says what is true of a step, what is not, why, and what to type next.

usage: lab check [step…] [--all] [--reporter human|json] [--url URL] [--timeout S] [--list]

  step           step-5, 5 and pipeline are the same; more than one may be named
  --all          steps 1 to 8 (9, the cleanup, only when named)
  --reporter     human (default) or json, one document for other programs
  --url          step 7: a presigned URL that does not open, to be told why
  --timeout      seconds for the whole run (default 60); what is not known by then is unknown
  --list         the steps and their checks
  --watch        looks again and again, tells what changes, and ends when all
                 passes. Keys: space looks now, h gives a hint, q quits
  --target       live, practice or endpoint (default: what lab use chose)
  --region, --repository, --branch, --clone, --seat, --account   stronger than the settings (lab init)

Without a step it asks which one; without a terminal it checks steps 1 to 8. It only reads.

Exit code 0: passed. 1: something failed or is waiting. 2: usage or settings. 3: could not tell.
4: no usable credentials. 130: interrupted.

examples:
  npm run check step-5
  npm run check -- --all --reporter json
  npm run check step-6 -- --watch
  npm run check step-7 -- --url "$PAGE_URL"
`;

const options = {
  all: { type: 'boolean' },
  reporter: { type: 'string' },
  url: { type: 'string' },
  timeout: { type: 'string' },
  list: { type: 'boolean' },
  watch: { type: 'boolean' },
  ...settingFlags,
  ...targetFlags,
} as const;

/** `--all`, and no step without a terminal: everything but the cleanup. */
const wholeLab = () => allSteps.filter(({ name }) => name !== 'cleanup');

function stepNamed(word: string): Step {
  const step = findStep(word);
  if (step !== undefined) return step;
  const meant = nearest(
    word,
    allSteps.flatMap(({ id, name }) => [id, name]),
  );
  throw new CliError(
    `There is no step "${word}".${meant ? ` Did you mean: npm run check ${meant}?` : ''} Steps: ${allSteps.map(({ id, name }) => `${id} ${name}`).join(', ')}`,
  );
}

async function ask(io: Io): Promise<Step[]> {
  const { default: inquirer } = await import('inquirer');
  const question = inquirer.prompt(
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
    { signal: io.signal },
  );
  const { step } = (await question) as { step: string };
  return step === 'all' ? wholeLab() : [stepNamed(step)];
}

async function stepsOf(values: Values, positionals: string[], io: Io): Promise<Step[]> {
  const named = positionals.map(stepNamed);
  if (values.all && named.length > 0)
    throw new CliError('--all means steps 1 to 8: name steps, or give --all, not both.');
  if (named.length > 0) return allSteps.filter((step) => named.includes(step));
  return values.all || values.watch || !io.interactive || values.reporter === 'json' ? wholeLab() : ask(io);
}

function timeoutOf(values: Values): number | undefined {
  const given = text(values, 'timeout');
  if (given === undefined) return undefined;
  const seconds = Number(given);
  if (!(seconds > 0 && seconds <= 3600))
    throw new CliError(`--timeout ${given}: expected seconds, from 1 to 3600, such as --timeout 30`);
  return seconds * 1000;
}

function list(): string {
  return allSteps
    .map(({ id, name, title, checks }) =>
      [`${id} ${name}  ${title}`, ...checks.map((check) => `  ${check.id.padEnd(26)} ${check.title}`)].join(
        '\n',
      ),
    )
    .join('\n\n')
    .concat('\n');
}

async function run(values: Values, positionals: string[], io: Io): Promise<number> {
  const reporter = text(values, 'reporter') ?? 'human';
  if (reporter !== 'human' && reporter !== 'json') {
    const meant = nearest(reporter, ['human', 'json']);
    throw new CliError(
      `--reporter ${reporter}: expected human or json.${meant ? ` Did you mean ${meant}?` : ''}`,
    );
  }
  if (values.list) {
    io.stdout(list());
    return 0;
  }
  const timeoutMs = timeoutOf(values);
  const url = text(values, 'url');
  const steps = await stepsOf(values, positionals, io);
  if (url !== undefined && !steps.some(({ name }) => name === 'presigned-url'))
    throw new CliError('--url is a question of step 7. Type: npm run check step-7 -- --url "$PAGE_URL"');
  if (values.watch) {
    if (reporter !== 'human')
      throw new CliError('--watch tells people what changes: leave out --reporter, or leave out --watch.');
    const { watchSteps } = await import('../watch/index.ts');
    const bounds = {
      ...(url === undefined ? {} : { url }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    };
    return watchSteps({ values, steps, ...bounds }, io);
  }
  const {
    run: found,
    line,
    remark,
  } = await runCheck({
    values,
    steps,
    env: io.env,
    ...(url === undefined ? {} : { url }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  if (reporter === 'json') io.stdout(json(found));
  else io.stdout(`${line}\n\n${human(found, { colour: io.colour, width: Math.min(io.width, 100) })}`);
  if (remark !== undefined) io.stderr(`${remark}\n`);
  return exitCode(found);
}

export const command: Command = {
  help,
  options,
  async run(values, positionals, io) {
    try {
      return await run(values, positionals, io);
    } catch (error) {
      // Ctrl-C at the question.
      if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name)) return 130;
      throw error;
    }
  },
};
