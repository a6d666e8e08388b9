/** The options as they were typed, in the form in which `parseArgs` of node:util returns them. */
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
