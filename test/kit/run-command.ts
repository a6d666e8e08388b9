import type { Command } from '../../cli/framework/command.ts';
import type { Io, Values } from '../../terminal/command.ts';

/** What a command that ran in this process answered. */
export interface Ended {
  exit: number;
  /** What it printed to the standard output. */
  text: string;
  stderr: string;
}

/** Runs a command of the kit in this process: without a terminal, 80 columns wide, unless `io` says otherwise. */
export async function runCommand(
  command: Pick<Command, 'run'>,
  values: Values,
  io: Pick<Io, 'env'> & Partial<Io>,
  positionals: string[] = [],
): Promise<Ended> {
  const printed = { text: '', stderr: '' };
  const exit = await command.run(values, positionals, {
    interactive: false,
    color: false,
    width: 80,
    signal: new AbortController().signal,
    stdout: (chunk) => {
      printed.text += chunk;
    },
    stderr: (chunk) => {
      printed.stderr += chunk;
    },
    ...io,
  });
  return { exit, ...printed };
}

/** The digest that a printed plan of a teardown has; empty where nothing would be deleted. */
export const digestIn = (text: string) => /Digest of this plan: ([0-9a-f]{16})/.exec(text)?.[1] ?? '';
