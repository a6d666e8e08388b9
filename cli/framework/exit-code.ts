import { DamagedFile, UnknownVersion } from '../../checker/lab/format-version.ts';
import { CliError } from '../../lab-home/errors.ts';
import { fileFailureOf } from '../../lab-home/file-failure.ts';
import { escapeControls } from '../../terminal/escape-control.ts';
import { isPromptEnded } from '../../terminal/prompt.ts';

/** The exit code of a run that Ctrl-C or SIGTERM ended. */
export const interrupted = 130;

/** What a person reads about an error that ended a command, and the command's exit code. */
export interface Failure {
  message: string;
  exitCode: number;
}

/**
 * The message and the exit code of an error. The message is safe to print, whatever text of a server or a file is in it.
 */
export function failureOf(thrown: unknown, env: Record<string, string | undefined>): Failure {
  const { message, exitCode } = unescapedFailureOf(thrown, env);
  return { message: escapeControls(message), exitCode };
}

/**
 * CliError has its own exit code, a damaged file or one of an unknown version is 2, a file operation that the machine refused is 2 or 3,
 * a prompt that was ended with Ctrl-C is 130, and anything else is a bug of the kit: 70.
 */
function unescapedFailureOf(thrown: unknown, env: Record<string, string | undefined>): Failure {
  const error = fileFailureOf(thrown, env) ?? thrown;
  if (error instanceof CliError) return { message: `${error.message}\n`, exitCode: error.exit };
  if (error instanceof UnknownVersion || error instanceof DamagedFile)
    return { message: `${error.message}\n`, exitCode: 2 };
  if (isPromptEnded(error)) return { message: '', exitCode: interrupted };
  const trace = error instanceof Error ? error.stack : String(error);
  return {
    message: `This is a fault of the kit, not yours. Please report it with the lines below.\n${trace}\n`,
    exitCode: 70,
  };
}
