import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { labFrom } from '../../checker/lab/lab.ts';
import { steps } from '../../checker/steps/index.ts';
import { CliError } from '../../lab-home/errors.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import { conflictingVariableResets } from '../../lab-home/shell-environment.ts';
import type { Drill } from '../../labs/reader/drills.ts';
import { PageRunError, runPages } from '../../labs/runner/run-pages.ts';
import { finishHandshake, readStepsWithValues } from '../course.ts';
import { type AppliedFault, applyFault } from '../fault.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox.ts';
import { openDrillShell } from './drill-shell.ts';
import { runFollowUp } from './follow-up.ts';

/** A finished lab with a drill's fault in it, in a folder and a practice account of its own. */
export interface OpenDrill {
  /** The folder in which a learner types. */
  folder: string;
  /** The script that points a second terminal at the drill's lab: `. <file>`. */
  script: string;
  appliedFault: AppliedFault;
  close(): Promise<void>;
}

export interface DrillOptions extends Pick<SandboxOptions, 'env' | 'cli' | 'onInternalError'> {
  /** The folder for the drill's files. They stay until the same drill starts again. */
  folder: string;
  /** Called before each page runs, with its path, and before the follow-up of the drill's story. */
  onPage?: (file: string) => void;
}

const repository = 'octocat/codepipeline-s3-lab';
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Runs the commands of all pages but the cleanup, as printed. Throws CliError when one fails. */
async function completeLab(sandbox: Sandbox, onPage: DrillOptions['onPage']): Promise<void> {
  const pages = readStepsWithValues({ region: sandbox.practice.region, repository });
  try {
    await runPages(
      pages.filter(({ name }) => name !== 'cleanup'),
      sandbox.session,
      {
        beforePage: (page) => onPage?.(page.file.replace(/^.*labs\//, 'labs/')),
        authorize: (name) => finishHandshake(sandbox.practice.exports, name),
      },
    );
  } catch (error) {
    if (error instanceof PageRunError) throw new CliError(error.message, 1);
    throw error;
  }
  await sandbox.session.close();
}

/**
 * Throws CliError unless steps 1 to 8 pass: a second problem would confuse the drill. The check also writes the
 * record that step 9 needs.
 */
async function requirePassing(env: Record<string, string>): Promise<void> {
  const labSteps = steps.filter(({ name }) => name !== 'cleanup');
  const { run } = await runCheck({ values: {}, steps: labSteps, env });
  if (run.verdict === 'pass') return;
  const first = run.steps.flatMap(({ findings }) => findings).find(({ verdict }) => verdict !== 'pass');
  throw new CliError(`The lab did not come out whole: ${first?.title}: ${first?.found}`, 1);
}

/**
 * The script that points a terminal at the drill: the account's variables, the folder, and the fault's own commands.
 */
function terminalScript(
  sandbox: Sandbox,
  env: Record<string, string>,
  { terminal = [], url }: AppliedFault,
): string {
  const { PATH: _path, HOME: _home, ...labEnv } = env;
  const { pathPrepend } = sandbox.aws;
  return [
    ...conflictingVariableResets,
    ...(pathPrepend.length === 0 ? [] : [`export PATH=${quoted(pathPrepend.join(':'))}:"$PATH"`]),
    ...Object.entries(labEnv).map(([name, value]) => `export ${name}=${quoted(value)}`),
    'export AWS_PAGER=',
    `cd ${quoted(sandbox.folder)} || return`,
    ...terminal,
    ...(url === undefined ? [] : [`export PAGE_URL=${quoted(url)}`]),
    '',
  ].join('\n');
}

/**
 * Builds the lab from its pages, checks that it passes, and injects the drill's fault. Throws CliError when that
 * fails.
 */
export async function openDrill(
  drill: Pick<Drill, 'fault' | 'afterwards'>,
  options: DrillOptions,
): Promise<OpenDrill> {
  rmSync(options.folder, { recursive: true, force: true });
  const sandbox = await createSandbox({ ...options, repository });
  try {
    await completeLab(sandbox, options.onPage);
    const env = sandbox.checkEnv(sandbox.practice);
    await requirePassing(env);
    // S3 reports times in whole seconds. After this wait, every time is later than those of the lab's own work.
    await pause(1000 - (Date.now() % 1000));
    const lab = labFrom({ region: sandbox.practice.region, repository, clone: env.LAB_CLONE });
    const appliedFault = await applyFault(sandbox.practice.exports, lab, drill.fault);
    if (drill.afterwards !== undefined) options.onPage?.('and what the story tells');
    const session = await openDrillShell(sandbox, appliedFault);
    await runFollowUp(drill, session).finally(() => session.close());
    const script = join(options.folder, 'enter.sh');
    writeFileSync(script, terminalScript(sandbox, env, appliedFault), { mode: 0o600 });
    return { folder: sandbox.folder, script, appliedFault, close: sandbox.close };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}
