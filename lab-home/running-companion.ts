import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatVersion, requireKnownVersion } from '../checker/lab/format-version.ts';
import { CliError } from './errors.ts';
import { labHome, writeFileAtomically } from './home.ts';
import { readOwnFile, requireOwn } from './own-file.ts';

type Env = Record<string, string | undefined>;

/** The record that a running companion writes about itself. Whoever has the key can get access to the companion. */
export interface RunningCompanion {
  pid: number;
  /** The command that runs it. */
  command: 'lab start' | 'lab class board';
  port: number;
  /** Where it can be opened: its own origin, then those of the allowed hosts. */
  origins: readonly string[];
  key: string;
}

const folderOf = (env: Env) => join(labHome(env), 'companion');

/** Several companions can run at once, each on its own port. */
const fileOf = (env: Env, port: number) => join(folderOf(env), `${port}.json`);

/** Writes the record into a file that only its owner can read. Throws CliError if others can change the folder. */
export function writeRunningCompanion(env: Env, running: RunningCompanion): void {
  const folder = folderOf(env);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  requireOwn(folder, statSync(folder), 0o022);
  writeFileAtomically(
    fileOf(env, running.port),
    `${JSON.stringify({ version: formatVersion, ...running }, null, 2)}\n`,
  );
}

/** Removes the record of this process's companion on this port. Another process may have replaced the record. */
export function removeRunningCompanion(env: Env, port: number): void {
  const file = fileOf(env, port);
  if (readRecord(file)?.pid === process.pid) rmSync(file, { force: true });
}

/** The running companions, and the records of those that ended without removing theirs. Throws CliError. */
export function readRunningCompanions(env: Env): { running: RunningCompanion[]; ended: RunningCompanion[] } {
  const folder = folderOf(env);
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return { running: [], ended: [] };
  requireOwn(folder, stats, 0o022);
  const records = readdirSync(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .flatMap((name) => readRecord(join(folder, name)) ?? []);
  return {
    running: records.filter(({ pid }) => isOwnProcess(pid)),
    ended: records.filter(({ pid }) => !isOwnProcess(pid)),
  };
}

/** Removes the record of a companion that has ended. */
export const removeEndedCompanion = (env: Env, { port }: RunningCompanion): void =>
  rmSync(fileOf(env, port), { force: true });

/** A process of another user is not the one that wrote the record: signals to it are not permitted. */
function isOwnProcess(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function readRecord(file: string): RunningCompanion | undefined {
  // Only the owner may read the key.
  const text = readOwnFile(file, 0o077);
  if (text === undefined) return undefined;
  const { version, ...record } = parseRecord(file, text);
  requireKnownVersion(file, version);
  return record;
}

function parseRecord(file: string, text: string): RunningCompanion & { version?: unknown } {
  try {
    const record: unknown = JSON.parse(text);
    if (isRecord(record)) return record;
  } catch {
    // Reported below, like any other text that is not a record.
  }
  throw new CliError(`${file} is damaged. Delete it, then start the companion again.`);
}

function isRecord(value: unknown): value is RunningCompanion & { version?: unknown } {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, command, port, origins, key } = value as Partial<Record<keyof RunningCompanion, unknown>>;
  return (
    Number.isSafeInteger(pid) &&
    Number(pid) > 0 &&
    Number.isSafeInteger(port) &&
    (command === 'lab start' || command === 'lab class board') &&
    Array.isArray(origins) &&
    origins.every((origin) => typeof origin === 'string') &&
    typeof key === 'string'
  );
}
