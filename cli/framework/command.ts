import type { ParseArgsConfig } from 'node:util';
import type { Io, Values } from '../../terminal/command.ts';

/** One command of `lab`. Its file is imported only when it is called. */
export interface Command {
  /** What `--help` prints, examples included. */
  help: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** Subcommands by name, as in `lab class init`. The first argument chooses one; without it, the help is printed. */
  subcommands?: Readonly<Record<string, () => Promise<{ command: Command }>>>;
  /** Returns the exit code. Throws CliError for what the user can fix. */
  run(values: Values, positionals: string[], io: Io): Promise<number>;
}
