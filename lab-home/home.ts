import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demandKnownVersion, formatVersion, UnknownVersion } from '../checker/lab/format-version.ts';
import { CliError } from './errors.ts';

/** The kit's own folder: the nearest one above this file that holds the kit's package.json. */
export function kitRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && readFileSync(manifest, 'utf8').includes('"name": "codepipeline-lab"'))
      return folder;
    if (dirname(folder) === folder) throw new Error('the kit’s package.json is not above its code');
  }
}

/** Where settings, journals and the practice account's state are kept (`.lab`, or LAB_HOME). */
export function labHome(env: Record<string, string | undefined>): string {
  return env.LAB_HOME ? resolve(env.LAB_HOME) : join(kitRoot(), '.lab');
}

/** Writes a file whole or not at all, readable by its owner only. */
export function writeFileAtomically(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporaryFile = `${file}.${process.pid}.next`;
  writeFileSync(temporaryFile, text, { mode: 0o600 });
  renameSync(temporaryFile, file);
}

/** The practice account that runs now, as it wrote itself down. */
export interface RunningPractice {
  pid: number;
  accountId: string;
  region: string;
  exports: Record<string, string>;
}

const runningPracticeFile = (env: Record<string, string | undefined>) =>
  join(labHome(env), 'practice', 'running.json');

export function writeRunningPractice(
  env: Record<string, string | undefined>,
  running: RunningPractice,
): void {
  writeFileAtomically(
    runningPracticeFile(env),
    `${JSON.stringify({ version: formatVersion, ...running }, null, 2)}\n`,
  );
}

/** Takes the record away, if it is still this process's. */
export function removeRunningPractice(env: Record<string, string | undefined>): void {
  if (readRunningPractice(env)?.pid === process.pid) rmSync(runningPracticeFile(env), { force: true });
}

/** The record of a practice account that is alive; undefined when none runs. Throws CliError, or UnknownVersion. */
export function readRunningPractice(env: Record<string, string | undefined>): RunningPractice | undefined {
  const file = runningPracticeFile(env);
  if (!existsSync(file)) return undefined;
  let stored: RunningPractice & { version?: unknown };
  try {
    stored = JSON.parse(readFileSync(file, 'utf8')) as typeof stored;
  } catch {
    throw new CliError(`${file} is not JSON. Delete it, then start again: npx lab practice`);
  }
  const { version, ...running } = stored;
  demandKnownVersion(file, version);
  try {
    process.kill(running.pid, 0);
  } catch (error) {
    // ESRCH: the process died without taking its record away. Anything else (EPERM) means that it lives.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  return running;
}

/** Throws UnknownVersion where another version of the kit wrote the record: it is not written over. */
export function demandRunningVersion(env: Record<string, string | undefined>): void {
  try {
    readRunningPractice(env);
  } catch (error) {
    // A damaged record is written anew.
    if (error instanceof UnknownVersion) throw error;
  }
}

/** The running practice account, or one message on how to start it. */
export function requireRunningPractice(env: Record<string, string | undefined>): RunningPractice {
  const running = readRunningPractice(env);
  if (running === undefined)
    throw new CliError('No practice account is running. Start one in another terminal: npm run practice');
  return running;
}
