import type { ParseArgsConfig } from 'node:util';
import type { Io, Values } from '../../terminal/command.ts';

/** One command of `lab`. Its file is imported only when it is called. */
export interface Command {
  /** What `--help` prints, examples included. */
  help: string;
  options: NonNullable<ParseArgsConfig['options']>;
  /** Commands below it, by name: `lab class init`. The first argument chooses one; without it, the help is printed. */
  subcommands?: Readonly<Record<string, () => Promise<{ command: Command }>>>;
  /** Answers the exit code. Throws CliError for what a person can put right. */
  run(values: Values, positionals: string[], io: Io): Promise<number>;
}
