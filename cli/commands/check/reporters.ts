import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import type { Run } from '../../../checker/engine/run.ts';
import { CliError } from '../../../lab-home/errors.ts';
import type { Io } from '../../../terminal/command.ts';
import { didYouMean } from '../../../terminal/did-you-mean.ts';

/** A run, and the line that says which account it is about. */
interface ReportInput {
  run: Run;
  line: string;
}

export type Report = (input: ReportInput, io: Io) => Promise<string>;

/** Wider lines are hard to read. */
const maxWidth = 100;

async function humanReport({ run, line }: ReportInput, color: boolean, width: number): Promise<string> {
  const [{ human }, { wrap }] = await Promise.all([
    import('../../../checker/report/human.ts'),
    import('../../../terminal/wrap.ts'),
  ]);
  const head = line.split('\n').flatMap((one) => wrap(one, width));
  return `${head.join('\n')}\n\n${human(run, { colour: color, width })}`;
}

/** The workflow's page of the run, where there is one. */
async function writeStepSummary({ run, line }: ReportInput, { env, stderr }: Io): Promise<void> {
  const file = env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  const { markdown } = await import('../../../checker/report/markdown.ts');
  try {
    appendFileSync(file, markdown(run, line));
  } catch (error) {
    stderr(`GITHUB_STEP_SUMMARY ${file}: the summary could not be written (${(error as Error).message}).\n`);
  }
}

const reporters: Record<string, Report> = {
  human: (input, { color, width }) => humanReport(input, color, Math.min(width, maxWidth)),
  json: async ({ run }) => (await import('../../../checker/report/json.ts')).json(run),
  junit: async ({ run }) => (await import('../../../checker/report/junit.ts')).junit(run),
  github: async (input, io) => {
    const { github } = await import('../../../checker/report/github.ts');
    await writeStepSummary(input, io);
    return github(input.run, await humanReport(input, false, maxWidth), randomUUID());
  },
};

/** The reporter of a name; human when none is given. Throws CliError for a name that there is not. */
export function reporterNamed(name = 'human'): { name: string; report: Report } {
  const report = Object.hasOwn(reporters, name) ? reporters[name] : undefined;
  if (report !== undefined) return { name, report };
  const names = Object.keys(reporters);
  const suggestion = didYouMean(name, names);
  throw new CliError(
    `--reporter ${name}: expected one of ${names.join(', ')}.${suggestion ? ` Did you mean ${suggestion}?` : ''}`,
  );
}
