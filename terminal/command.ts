export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** Where a command reads from and writes to. */
export interface Io {
  env: Record<string, string | undefined>;
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** Is there a person at a terminal to be asked? */
  interactive: boolean;
  color: boolean;
  /** Columns to wrap at. */
  width: number;
  /** Aborted by Ctrl-C and by SIGTERM. */
  signal: AbortSignal;
}

/** A value of an option that takes one; undefined when it was not given. */
export function stringOption(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}
