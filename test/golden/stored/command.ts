import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Command } from '../../../cli/framework/command.ts';

type Env = Record<string, string | undefined>;

/** Runs a command of the kit in this process without a terminal. Resolves to its exit code and its output. */
export async function run(
  command: Command,
  args: string[],
  env: Env,
): Promise<{ exit: number; stdout: string; stderr: string }> {
  const options: ParseArgsConfig['options'] = command.options;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const printed = { stdout: '', stderr: '' };
  const exit = await command.run(values, positionals, {
    env,
    stdout: (text) => {
      printed.stdout += text;
    },
    stderr: (text) => {
      printed.stderr += text;
    },
    interactive: false,
    color: false,
    width: 100,
    signal: new AbortController().signal,
  });
  return { exit, ...printed };
}
