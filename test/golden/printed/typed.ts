import { setMaxListeners } from 'node:events';
import { parseArguments } from '../../../cli/framework/arguments.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { outputText } from '../../../terminal/output.ts';
import { commandOf } from './commands.ts';

/** A command's exit code, standard output and standard error. */
export interface Ended {
  exit: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command in this process as the `lab` command does: no terminal, 80 columns, no color. The commands' help,
 * exit codes and errors are tested with the real process (`help.test.ts`, `errors.long.test.ts`).
 */
export async function typed(words: readonly string[], env: Record<string, string>): Promise<Ended> {
  const { command, args } = await commandOf(words);
  const { values, positionals } = parseArguments(command, args);
  const { signal } = new AbortController();
  // Every running call listens to the signal.
  setMaxListeners(0, signal);
  const output = { stdout: '', stderr: '' };
  const exit = await command
    .run(values, positionals, {
      env,
      stdout(text) {
        output.stdout += outputText(text);
      },
      stderr(text) {
        output.stderr += outputText(text);
      },
      interactive: false,
      color: false,
      width: 80,
      signal,
    })
    .catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      output.stderr += `${error.message}\n`;
      return error.exit;
    });
  return { exit, ...output };
}

/** One text with the command, its exit code and its output. */
export function shown(words: readonly string[], { exit, stdout, stderr }: Ended): string {
  // Every three seconds a class teardown reports how far it is.
  const lasting = stderr.replace(/^looked at \d+ of \d+ seats\n/gm, '');
  return `$ lab ${words.join(' ')}\n${stdout}${lasting === '' ? '' : `--- stderr\n${lasting}`}--- exit code ${exit}\n`;
}
