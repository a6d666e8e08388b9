import { type Step, steps } from '../../checker/steps/index.ts';
import { CliError } from '../../lab-home/errors.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import type { Page } from '../../labs/reader/page.ts';
import { RehearsalError, rehearse } from '../../labs/runner/rehearse.ts';
import type { Values } from '../../terminal/command.ts';
import { finishHandshake, readSteps } from '../course.ts';
import { forSeat, type Ground } from './ground.ts';

export interface Telling {
  line(text: string): void;
}

/** The first finding that did not pass; undefined where the step is done. */
async function missing(step: Step, ground: Ground, values: Values): Promise<string | undefined> {
  const { run } = await runCheck({ values, steps: [step], env: ground.env });
  if (run.verdict === 'pass') return undefined;
  const finding = run.steps.flatMap(({ findings }) => findings).find(({ verdict }) => verdict !== 'pass');
  return `${finding?.title}: ${finding?.found}`;
}

/** The page for a seat: its tags in the commands, and no word of what they print, which has the names without one. */
function seated(page: Page, { lab, account, boundary }: Ground): Page {
  if (lab.seat === undefined) return page;
  const blocks = page.blocks.map((block) => {
    const { output: _, ...rest } = { output: undefined, ...block };
    return { ...rest, text: forSeat(block.text, lab, account, boundary) };
  });
  return { ...page, blocks };
}

/** Types one page as printed. Throws CliError with the page's line at the first command that fails. */
async function type(page: Page, ground: Ground, tell: Telling): Promise<void> {
  try {
    await rehearse([seated(page, ground)], ground.session, {
      async authorize(name) {
        if (ground.kind === 'practice') return finishHandshake(ground.env, name);
        tell.line(
          `    Finish the handshake of ${name} in the console now: Settings, Connections, ${name}, Update a pending connection. This waits for it, five minutes at most.`,
        );
      },
    });
  } catch (error) {
    if (!(error instanceof RehearsalError)) throw error;
    const again =
      page.id === 'step-1' || page.id === 'step-2'
        ? `See what is there: npm run check ${page.id}`
        : `Is ${page.id} half done? Go back to before it, then solve again: npx lab reset ${page.id}`;
    throw new CliError(`${error.message}\n${again}`, 1);
  }
}

/** Steps of the lab up to this one; `step-9` has nothing to be brought to. */
export function stepsUpTo(last: number): readonly Step[] {
  return steps.filter(({ name }) => name !== 'cleanup').slice(0, last);
}

/**
 * Brings the account to the end state of a step (its number) by typing the pages' own commands, page by page; a step
 * whose check passes already is left as it is, and each that was typed has to pass its check. Throws CliError.
 */
export async function solveTo(last: number, ground: Ground, values: Values, tell: Telling): Promise<void> {
  const pages = readSteps();
  for (const step of stepsUpTo(last)) {
    const before = await missing(step, ground, values);
    if (before === undefined) {
      tell.line(`  ${step.id}  is done: ${step.title}`);
      continue;
    }
    const page = pages.find(({ id }) => id === step.id);
    // Nobody else can give somebody credentials; and the names are written already.
    if (page === undefined || step.name === 'credentials')
      throw new CliError(
        `${step.id} is not done, and is yours to do: ${before}. Type: npm run check ${step.id}`,
        1,
      );
    tell.line(`  ${step.id}  typing ${page.file.replace(/^.*labs\//, 'labs/')}`);
    await type(page, ground, tell);
    const after = await missing(step, ground, values);
    if (after !== undefined)
      throw new CliError(
        `${step.id} was typed, and its check does not pass: ${after}. Type: npm run check ${step.id}`,
        1,
      );
  }
}
