import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Command } from '../../../cli/framework/command.ts';
import { runCommand } from '../../kit/run-command.ts';

type Env = Record<string, string | undefined>;

/** Runs a command of the kit in this process without a terminal. Resolves to its exit code and its output. */
export async function run(
  command: Command,
  args: string[],
  env: Env,
): Promise<{ exit: number; stdout: string; stderr: string }> {
  const options: ParseArgsConfig['options'] = command.options;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const { exit, text, stderr } = await runCommand(command, values, { env, width: 100 }, positionals);
  return { exit, stdout: text, stderr };
}
