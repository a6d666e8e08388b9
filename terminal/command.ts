import type { ParseArgsConfig } from 'node:util';

export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

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

/** Where a command reads from and writes to. */
export interface Io {
  env: Record<string, string | undefined>;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** Is there a person at a terminal to be asked? */
  interactive: boolean;
  colour: boolean;
  /** Columns to wrap at. */
  width: number;
  /** Aborted by Ctrl-C and by SIGTERM. */
  signal: AbortSignal;
}

/** A value of an option that takes one; undefined when it was not given. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}
