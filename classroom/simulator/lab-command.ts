import { type ProgramResult, runProgram } from '../../checker/account/run-program.ts';
import { CliError } from '../../lab-home/errors.ts';
import { labCommand } from './account-process.ts';

export interface LabCommand {
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  signal: AbortSignal;
  /** Kills the command at once, as `kill -9` does. */
  kill?: AbortSignal;
}

/**
 * Runs a command of the kit in its own process, with only these environment variables. Rejects with the reason of
 * `signal` when that ended it.
 */
export async function runLabCommand({ args, env, signal, kill }: LabCommand): Promise<ProgramResult> {
  const [node, entry] = labCommand();
  const result = await runProgram(node, [entry, ...args], {
    env,
    ...(kill === undefined ? { signal } : { signal: AbortSignal.any([signal, kill]), killSignal: 'SIGKILL' }),
  });
  signal.throwIfAborted();
  return result;
}

/**
 * Parses the JSON document that a command printed. Throws CliError with the command's output if it printed
 * none.
 */
export function parseDocument<T>({ exit, stdout, stderr }: ProgramResult, args: readonly string[]): T {
  try {
    return JSON.parse(stdout.toString('utf8')) as T;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CliError(
      `lab ${args.join(' ')} ended with exit code ${exit} and no document: ${stderr || stdout}`,
      1,
    );
  }
}
