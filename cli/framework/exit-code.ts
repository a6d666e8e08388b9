import { UnknownVersion } from '../../checker/lab/format-version.ts';
import { CliError } from '../../lab-home/errors.ts';

/** The exit code of a run that Ctrl-C or SIGTERM ended. */
export const interrupted = 130;

/** What a person reads about an error that ended a command, and the command's exit code. */
export interface Failure {
  message: string;
  exitCode: number;
}

/** CliError has its own exit code, a file of an unknown version is 2, and anything else is a bug of the kit: 70. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CliError) return { message: `${error.message}\n`, exitCode: error.exit };
  if (error instanceof UnknownVersion) return { message: `${error.message}\n`, exitCode: 2 };
  const trace = error instanceof Error ? error.stack : String(error);
  return {
    message: `This is a fault of the kit, not yours. Please report it with the lines below.\n${trace}\n`,
    exitCode: 70,
  };
}
