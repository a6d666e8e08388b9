import { type ChildProcess, spawn } from 'node:child_process';
import { CliError } from '../../lab-home/errors.ts';
import { labCommand } from './account-process.ts';

/** How a command of the kit ended. `exit` is null when a signal killed it. */
export interface CommandResult {
  exit: number | null;
  stdout: string;
  stderr: string;
}

export interface LabCommand {
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  signal: AbortSignal;
  /** Called with the process as soon as it runs. */
  onStart?: (child: ChildProcess) => void;
}

/** Runs a command of the kit in its own process, with only these environment variables. */
export function runLabCommand({ args, env, signal, onStart }: LabCommand): Promise<CommandResult> {
  const [node, entry] = labCommand();
  return new Promise((resolve, reject) => {
    const child = spawn(node, [entry, ...args], {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    });
    let [stdout, stderr] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk) => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (exit) => resolve({ exit, stdout, stderr }));
    onStart?.(child);
  });
}

/**
 * Parses the JSON document that a command printed. Throws CliError with the command's output if it printed
 * none.
 */
export function parseDocument<T>({ exit, stdout, stderr }: CommandResult, args: readonly string[]): T {
  try {
    return JSON.parse(stdout) as T;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CliError(
      `lab ${args.join(' ')} ended with exit code ${exit} and no document: ${stderr || stdout}`,
      1,
    );
  }
}
