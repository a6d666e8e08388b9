export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

/** A command's environment, its output, and what its terminal can do. */
export interface Io {
  env: Record<string, string | undefined>;
  /** Writes text in which nothing acts: see `outputText`. */
  stdout: (text: string) => void;
  stderr: (text: string) => void;
  /** Whether a person at a terminal can answer questions. */
  interactive: boolean;
  color: boolean;
  /** Columns to wrap at. */
  width: number;
  /** Aborted by Ctrl-C and by SIGTERM. */
  signal: AbortSignal;
}

/** The value of a string option; undefined if it was not given. */
export function stringOption(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}
