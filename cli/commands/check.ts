import { defined } from '../../base/defined.ts';
import { defaultTimeoutMs } from '../../checker/engine/check.ts';
import { exitCode } from '../../checker/engine/exit-code.ts';
import type { Step } from '../../checker/steps/index.ts';
import { CliError } from '../../lab-home/errors.ts';
import { type CheckResult, runCheck } from '../../lab-home/run-check.ts';
import { settingOptions } from '../../lab-home/settings.ts';
import { targetOptions } from '../../lab-home/target.ts';
import type { Io } from '../../terminal/command.ts';
import { seconds } from '../../terminal/number-options.ts';
import { isGiven, type ValuesOf } from '../../terminal/option-values.ts';
import { flag, oneOf, text } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';
import { chooseSteps, namedSteps } from './check/choose-steps.ts';
import { type Report, reporters } from './check/reporters.ts';

const options = {
  all: flag('steps 1 to 8 (9, the cleanup, only when named)'),
  reporter: oneOf(
    {
      human: '',
      json: 'one document for other programs',
      junit: '',
      github: 'annotations, and the step summary',
    },
    { default: 'human' },
  ),
  save: text({ value: 'FILE', help: 'writes down what was answered, secrets taken out' }),
  from: text({ value: 'FILE', help: 'judges that file again, without any network' }),
  url: text({ value: 'URL', help: 'step 7: a presigned URL that does not open, to be told why' }),
  timeout: seconds({
    min: 1,
    max: 3600,
    defaultText: String(defaultTimeoutMs / 1000),
    help: 'the time for the whole run; what is not known by then is unknown',
  }),
  watch: flag(
    'looks again and again, tells what changes, and ends when all passes. Keys: space looks now, h gives a hint, q quits',
  ),
  list: flag('the steps and their checks'),
  explain: text({ value: 'CHECK', help: 'what a check reads, why, and which IAM actions that needs' }),
  ...settingOptions,
  ...targetOptions,
};

type CheckValues = ValuesOf<typeof options>;

/**
 * Flags that apply to an account. They conflict with `--from`, because evidence contains its own account and
 * settings.
 */
const accountFlags = [
  'save',
  'url',
  'watch',
  'timeout',
  'target',
  ...Object.keys(settingOptions),
] as (keyof CheckValues)[];

async function fromEvidence(file: string, values: CheckValues, named: Step[]): Promise<CheckResult> {
  const conflict = accountFlags.find((flag) => isGiven(values[flag]));
  if (conflict !== undefined)
    throw new CliError(`--from ${file} judges what that file holds: --${conflict} has no place beside it.`);
  const { judgeEvidence } = await import('../../lab-home/evidence.ts');
  return judgeEvidence(file, named);
}

function requireCompatibleOptions(values: CheckValues): void {
  if (!values.watch) return;
  if (values.reporter !== 'human')
    throw new CliError('--watch tells people what changes: leave out --reporter, or leave out --watch.');
  if (values.save !== undefined)
    throw new CliError('--save writes down one look, and --watch takes many: leave out one of them.');
}

/** Writes the evidence if `--save` asks for it. It runs after the report, so that an error here hides no finding. */
async function saveRequestedEvidence(
  file: string | undefined,
  { evidenceInput, run }: CheckResult,
  io: Io,
): Promise<void> {
  if (file === undefined || evidenceInput === undefined) return;
  const { saveEvidence } = await import('../../lab-home/evidence.ts');
  for (const remark of await saveEvidence(file, evidenceInput, run)) io.stderr(`${remark}\n`);
}

/** The options of the check that `--url` and `--timeout` set. Throws CliError for a value that is not valid. */
function urlAndTimeout(values: CheckValues, steps: readonly Step[]) {
  const { url, timeout: timeoutMs } = values;
  if (url !== undefined && !steps.some(({ name }) => name === 'presigned-url'))
    throw new CliError('--url is a question of step 7. Type: npm run check step-7 -- --url "$PAGE_URL"');
  return { ...defined({ url, timeoutMs }) };
}

async function printReport(checked: CheckResult, report: Report, io: Io): Promise<number> {
  io.stdout(await report(checked, io));
  if (checked.remark !== undefined) io.stderr(`${checked.remark}\n`);
  return exitCode(checked.run);
}

async function run(values: CheckValues, positionals: string[], io: Io): Promise<number> {
  const report = reporters[values.reporter];
  const explained = values.explain;
  if (values.list || explained !== undefined) {
    const { explainCheck, listChecks } = await import('./check/explain-check.ts');
    io.stdout(explained === undefined ? listChecks() : explainCheck(explained, Math.min(io.width, 80)));
    return 0;
  }
  const named = namedSteps(positionals, values.all);
  requireCompatibleOptions(values);
  const { from, save } = values;
  if (from !== undefined) return printReport(await fromEvidence(from, values, named), report, io);
  if (save !== undefined) await (await import('../../lab-home/evidence.ts')).requireEvidenceFile(save);
  const steps = await chooseSteps(named, !values.watch && values.reporter === 'human', io);
  const checkOptions = { values, steps, ...urlAndTimeout(values, steps) };
  if (values.watch) return (await import('../watch/index.ts')).watchSteps(checkOptions, io);
  const checked = await runCheck({ ...checkOptions, env: io.env, recordEvidence: save !== undefined });
  const exit = await printReport(checked, report, io);
  await saveRequestedEvidence(save, checked, io);
  return exit;
}

export const command = defineCommand({
  name: 'check',
  description:
    'Looks at your account and says what is true of a step, what is not, why, and what to type next. It only reads.',
  usage: [
    'lab check [step…] [--all] [options]',
    'lab check [step…] --from FILE',
    'lab check --list | --explain CHECK',
  ],
  positionals: [
    { name: 'step', many: true, help: 'step-5, 5 and pipeline are the same; more than one may be named' },
  ],
  options,
  notes: ['Without a step it asks which one; without a terminal it checks steps 1 to 8.'],
  exitCodes: {
    0: 'passed',
    1: 'something failed or is waiting',
    2: 'usage or settings',
    3: 'could not tell',
    4: 'no usable credentials',
    130: 'interrupted',
  },
  examples: [
    'npm run check step-5',
    'npm run check -- --all --reporter json',
    'npm run check step-6 -- --watch',
    'npm run check step-7 -- --url "$PAGE_URL"',
    'npm run check -- --all --save evidence.json',
    'npm run check -- --from evidence.json --reporter junit',
    'npm run check -- --explain bucket.versioned',
  ],
  run,
});
