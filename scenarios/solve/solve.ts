import { type Step, steps } from '../../checker/steps/index.ts';
import { CliError } from '../../lab-home/errors.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import type { AccountValues } from '../../lab-home/target.ts';
import type { StepPage } from '../../labs/reader/page.ts';
import { PageRunError, runPages } from '../../labs/runner/run-pages.ts';
import { finishHandshake, readSteps } from '../course.ts';
import { forSeat, type LearnerEnvironment } from './learner-environment.ts';

export interface ProgressWriter {
  line(text: string): void;
}

/** The first finding of the step that did not pass, as text; undefined when the step passes. */
async function firstUnmetFinding(
  step: Step,
  environment: LearnerEnvironment,
  values: AccountValues,
): Promise<string | undefined> {
  const { run } = await runCheck({ values, steps: [step], env: environment.env });
  if (run.verdict === 'pass') return undefined;
  const finding = run.steps.flatMap(({ findings }) => findings).find(({ verdict }) => verdict !== 'pass');
  return `${finding?.title}: ${finding?.found}`;
}

/**
 * The page with the seat's tag in its commands. The expected outputs are left out, because they show names without a
 * seat.
 */
function pageForSeat(page: StepPage, { lab, account, boundary }: LearnerEnvironment): StepPage {
  if (lab.seat === undefined) return page;
  const blocks = page.blocks.map((block) => {
    const { output: _, ...rest } = { output: undefined, ...block };
    return { ...rest, text: forSeat(block.text, lab, account, boundary) };
  });
  return { ...page, blocks };
}

/** Runs one page's commands as printed. Throws CliError with the page's line at the first command that fails. */
async function runStepPage(
  page: StepPage,
  environment: LearnerEnvironment,
  progress: ProgressWriter,
): Promise<void> {
  try {
    await runPages([pageForSeat(page, environment)], environment.session, {
      async authorize(name) {
        if (environment.kind === 'practice') return finishHandshake(environment.env, name);
        progress.line(
          `    Finish the handshake of ${name} in the console now: Settings, Connections, ${name}, Update a pending connection. This waits for it, five minutes at most.`,
        );
      },
    });
  } catch (error) {
    if (!(error instanceof PageRunError)) throw error;
    const nextCommand =
      page.id === 'step-1' || page.id === 'step-2'
        ? `See what is there: npm run check ${page.id}`
        : `Is ${page.id} half done? Go back to before it, then solve again: npx lab reset ${page.id}`;
    throw new CliError(`${error.message}\n${nextCommand}`, 1);
  }
}

/** The steps of the lab up to this number. The cleanup is never included: it has no end state to build. */
export function stepsUpTo(last: number): readonly Step[] {
  return steps.filter(({ name }) => name !== 'cleanup').slice(0, last);
}

/**
 * Brings the account to the end state of a step (its number) by running the pages' own commands, page by page. It
 * skips a step whose check already passes. Throws CliError when a command fails, or when a step's check does not pass
 * afterwards.
 */
export async function solveTo(
  last: number,
  environment: LearnerEnvironment,
  values: AccountValues,
  progress: ProgressWriter,
): Promise<void> {
  const pages = readSteps();
  for (const step of stepsUpTo(last)) {
    const before = await firstUnmetFinding(step, environment, values);
    if (before === undefined) {
      progress.line(`  ${step.id}  is done: ${step.title}`);
      continue;
    }
    const page = pages.find(({ id }) => id === step.id);
    // Only the learner can set up credentials. The names, which step 1 also writes, are already written.
    if (page === undefined || step.name === 'credentials')
      throw new CliError(
        `${step.id} is not done, and is yours to do: ${before}. Type: npm run check ${step.id}`,
        1,
      );
    progress.line(`  ${step.id}  typing ${page.file.replace(/^.*labs\//, 'labs/')}`);
    await runStepPage(page, environment, progress);
    const after = await firstUnmetFinding(step, environment, values);
    if (after !== undefined)
      throw new CliError(
        `${step.id} was typed, and its check does not pass: ${after}. Type: npm run check ${step.id}`,
        1,
      );
  }
}
