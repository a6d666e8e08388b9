import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import type { Run } from '../../../checker/engine/run.ts';
import { human } from '../../../checker/report/human.ts';
import type { Io } from '../../../terminal/command.ts';
import { wrap } from '../../../terminal/wrap.ts';

/** A run, and the line that names its account. */
interface ReportInput {
  run: Run;
  line: string;
}

export type Report = (input: ReportInput, io: Io) => Promise<string>;

/** Wider lines are hard to read. */
const maxWidth = 100;

function humanReport({ run, line }: ReportInput, color: boolean, width: number): string {
  const head = line.split('\n').flatMap((one) => wrap(one, width));
  return `${head.join('\n')}\n\n${human(run, { color: color, width })}`;
}

/** Appends the run to the GitHub workflow's step summary, if there is one. An error is only printed. */
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

/** The reporters by their names. */
export const reporters = {
  human: async (input, { color, width }) => humanReport(input, color, Math.min(width, maxWidth)),
  json: async ({ run }) => (await import('../../../checker/report/json.ts')).json(run),
  junit: async ({ run }) => (await import('../../../checker/report/junit.ts')).junit(run),
  github: async (input, io) => {
    const { github } = await import('../../../checker/report/github.ts');
    await writeStepSummary(input, io);
    return github(input.run, humanReport(input, false, maxWidth), randomUUID());
  },
} satisfies Record<string, Report>;
