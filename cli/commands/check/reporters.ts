import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import type { Run } from '../../../checker/engine/run.ts';
import { CliError } from '../../../lab-home/errors.ts';
import type { Io } from '../../../terminal/command.ts';
import { nearest } from '../../../terminal/nearest.ts';

/** A run, and the line that says which account it is about. */
interface Told {
  run: Run;
  line: string;
}

export type Report = (told: Told, io: Io) => Promise<string>;

/** Wider lines are hard to read. */
const widest = 100;

async function people({ run, line }: Told, colour: boolean, width: number): Promise<string> {
  const [{ human }, { wrap }] = await Promise.all([
    import('../../../checker/report/human.ts'),
    import('../../../terminal/wrap.ts'),
  ]);
  const head = line.split('\n').flatMap((one) => wrap(one, width));
  return `${head.join('\n')}\n\n${human(run, { colour, width })}`;
}

/** The workflow's page of the run, where there is one. */
async function summarise({ run, line }: Told, { env, stderr }: Io): Promise<void> {
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
  human: (told, { colour, width }) => people(told, colour, Math.min(width, widest)),
  json: async ({ run }) => (await import('../../../checker/report/json.ts')).json(run),
  junit: async ({ run }) => (await import('../../../checker/report/junit.ts')).junit(run),
  github: async (told, io) => {
    const { github } = await import('../../../checker/report/github.ts');
    await summarise(told, io);
    return github(told.run, await people(told, false, widest), randomUUID());
  },
};

/** The reporter of a name; human when none is given. Throws CliError for a name that there is not. */
export function reporterNamed(name = 'human'): { name: string; report: Report } {
  const report = Object.hasOwn(reporters, name) ? reporters[name] : undefined;
  if (report !== undefined) return { name, report };
  const names = Object.keys(reporters);
  const meant = nearest(name, names);
  throw new CliError(
    `--reporter ${name}: expected one of ${names.join(', ')}.${meant ? ` Did you mean ${meant}?` : ''}`,
  );
}
