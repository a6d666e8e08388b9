import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { labFrom } from '../../checker/lab/lab.ts';
import { steps } from '../../checker/steps/index.ts';
import { CliError } from '../../lab-home/errors.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import { clear } from '../../lab-home/shell-environment.ts';
import type { Drill } from '../../labs/reader/drills.ts';
import { RehearsalError, rehearse } from '../../labs/runner/rehearse.ts';
import { finishHandshake, readCourse } from '../course.ts';
import { applyFault, type Broken } from '../fault.ts';
import { type Stage, type StageOptions, setStage } from '../stage.ts';
import { afterwards } from './afterwards.ts';
import { terminal } from './terminal.ts';

/** A finished lab with a drill's fault in it, in a folder and a practice account of its own. */
export interface OpenDrill {
  /** The folder in which a learner types. */
  folder: string;
  /** What a second terminal reads to be there: `. <file>`. */
  script: string;
  broken: Broken;
  close(): Promise<void>;
}

export interface DrillOptions extends Pick<StageOptions, 'env' | 'cli' | 'onFault'> {
  /** Where its files are kept until the same drill begins anew. */
  at: string;
  /** Hears of each page that is run. */
  onPage?: (file: string) => void;
}

const repository = 'octocat/codepipeline-s3-lab';
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** All pages but the cleanup, typed as printed. */
async function finish(stage: Stage, onPage: DrillOptions['onPage']): Promise<void> {
  const pages = readCourse({ region: stage.practice.region, repository });
  try {
    await rehearse(
      pages.filter(({ name }) => name !== 'cleanup'),
      stage.session,
      {
        beforePage: (page) => onPage?.(page.file.replace(/^.*labs\//, 'labs/')),
        authorize: (name) => finishHandshake(stage.practice.exports, name),
      },
    );
  } catch (error) {
    if (error instanceof RehearsalError) throw new CliError(error.message, 1);
    throw error;
  }
  await stage.session.close();
}

/** A lab that is broken before the drill begins would be two drills at once. Writes the record that step 9 needs. */
async function demandWhole(env: Record<string, string>): Promise<void> {
  const lasting = steps.filter(({ name }) => name !== 'cleanup');
  const { run } = await runCheck({ values: {}, steps: lasting, env });
  if (run.verdict === 'pass') return;
  const first = run.steps.flatMap(({ findings }) => findings).find(({ verdict }) => verdict !== 'pass');
  throw new CliError(`The lab did not come out whole: ${first?.title}: ${first?.found}`, 1);
}

/** What leads a terminal into the drill: the account, the folder, and what its fault lives in. */
function terminalScript(stage: Stage, env: Record<string, string>, { terminal = [], url }: Broken): string {
  const { PATH: _path, HOME: _home, ...own } = env;
  const { pathPrepend } = stage.aws;
  return [
    ...clear,
    ...(pathPrepend.length === 0 ? [] : [`export PATH=${quoted(pathPrepend.join(':'))}:"$PATH"`]),
    ...Object.entries(own).map(([name, value]) => `export ${name}=${quoted(value)}`),
    'export AWS_PAGER=',
    `cd ${quoted(stage.folder)} || return`,
    ...terminal,
    ...(url === undefined ? [] : [`export PAGE_URL=${quoted(url)}`]),
    '',
  ].join('\n');
}

/** Builds the lab from its pages, sees that it is whole, and breaks it. Throws CliError when that does not work. */
export async function openDrill(
  drill: Pick<Drill, 'fault' | 'afterwards'>,
  options: DrillOptions,
): Promise<OpenDrill> {
  rmSync(options.at, { recursive: true, force: true });
  const stage = await setStage({ ...options, repository });
  try {
    await finish(stage, options.onPage);
    const env = stage.checkEnv(stage.practice);
    await demandWhole(env);
    // S3 tells whole seconds: what happens from here on is later than what the lab did.
    await pause(1000 - (Date.now() % 1000));
    const lab = labFrom({ region: stage.practice.region, repository, clone: env.LAB_CLONE });
    const broken = await applyFault(stage.practice.exports, lab, drill.fault);
    if (drill.afterwards !== undefined) options.onPage?.('and what the story tells');
    const session = await terminal(stage, broken);
    await afterwards(drill, session).finally(() => session.close());
    const script = join(options.at, 'enter.sh');
    writeFileSync(script, terminalScript(stage, env, broken), { mode: 0o600 });
    return { folder: stage.folder, script, broken, close: stage.close };
  } catch (error) {
    await stage.close();
    throw error;
  }
}
