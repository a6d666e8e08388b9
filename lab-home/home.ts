import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatVersion, requireKnownVersion, UnknownVersion } from '../checker/lab/format-version.ts';
import { CliError } from './errors.ts';
import { readOwnFile } from './own-file.ts';

/** The kit's own folder: the nearest one above this file that contains the kit's package.json. */
export function kitRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && readFileSync(manifest, 'utf8').includes('"name": "codepipeline-lab"'))
      return folder;
    if (dirname(folder) === folder) throw new Error('the kit’s package.json is not above its code');
  }
}

/** The folder of the settings, the journals and the practice account's state (`.lab`, or LAB_HOME). */
export function labHome(env: Record<string, string | undefined>): string {
  return env.LAB_HOME ? resolve(env.LAB_HOME) : join(kitRoot(), '.lab');
}

/**
 * Writes a file completely or not at all, readable only by its owner. Its temporary file is a new one: where another user
 * can write, a link or a file of theirs could have its name, and would receive the text.
 */
export function writeFileAtomically(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporaryFile = `${file}.${process.pid}.next`;
  rmSync(temporaryFile, { force: true });
  writeFileSync(temporaryFile, text, { mode: 0o600, flag: 'wx' });
  renameSync(temporaryFile, file);
}

/** The record that a running practice account writes about itself. */
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

/** Removes the record if it is still that of this process. */
export function removeRunningPractice(env: Record<string, string | undefined>): void {
  if (readRunningPractice(env)?.pid === process.pid) rmSync(runningPracticeFile(env), { force: true });
}

/** The record of the running practice account; undefined if none runs. Throws CliError or UnknownVersion. */
export function readRunningPractice(env: Record<string, string | undefined>): RunningPractice | undefined {
  const file = runningPracticeFile(env);
  // A shell evaluates the exports (lab env), so no other user may have written them.
  const text = readOwnFile(file, 0o022);
  if (text === undefined) return undefined;
  let stored: RunningPractice & { version?: unknown };
  try {
    stored = JSON.parse(text) as typeof stored;
  } catch {
    throw new CliError(`${file} is not JSON. Delete it, then start again: npx lab practice`);
  }
  const { version, ...running } = stored;
  requireKnownVersion(file, version);
  try {
    process.kill(running.pid, 0);
  } catch (error) {
    // ESRCH: the process died without removing its record. Any other error (EPERM) means that it is alive.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  return running;
}

/** Throws UnknownVersion if another version of the kit wrote the record, so that it is not overwritten. */
export function requireRunningVersion(env: Record<string, string | undefined>): void {
  try {
    readRunningPractice(env);
  } catch (error) {
    // A damaged record will be overwritten.
    if (error instanceof UnknownVersion) throw error;
  }
}

/** The running practice account. Throws CliError with how to start it if none runs. */
export function requireRunningPractice(env: Record<string, string | undefined>): RunningPractice {
  const running = readRunningPractice(env);
  if (running === undefined)
    throw new CliError('No practice account is running. Start one in another terminal: npm run practice');
  return running;
}
