import { command as check } from '../../../cli/commands/check.ts';
import { command as classroom } from '../../../cli/commands/class.ts';
import { command as demo } from '../../../cli/commands/demo.ts';
import { command as doctor } from '../../../cli/commands/doctor.ts';
import { command as drill } from '../../../cli/commands/drill.ts';
import { command as env } from '../../../cli/commands/env.ts';
import { command as explain } from '../../../cli/commands/explain.ts';
import { command as hand } from '../../../cli/commands/hand.ts';
import { command as init } from '../../../cli/commands/init.ts';
import { command as next } from '../../../cli/commands/next.ts';
import { command as open } from '../../../cli/commands/open.ts';
import { command as policy } from '../../../cli/commands/policy.ts';
import { command as practice } from '../../../cli/commands/practice.ts';
import { command as rehearse } from '../../../cli/commands/rehearse.ts';
import { command as report } from '../../../cli/commands/report.ts';
import { command as reset } from '../../../cli/commands/reset.ts';
import { command as solve } from '../../../cli/commands/solve.ts';
import { command as start } from '../../../cli/commands/start.ts';
import { command as teardown } from '../../../cli/commands/teardown.ts';
import { command as use } from '../../../cli/commands/use.ts';
import { command as values } from '../../../cli/commands/values.ts';
import type { Command } from '../../../cli/framework/command.ts';

/** Every command by its name. Those of a class are below `class`. */
const commands: Readonly<Record<string, Command>> = {
  ...{ check, demo, doctor, drill, env, explain, hand, init, next, open, policy },
  ...{ practice, rehearse, report, reset, solve, start, teardown, use, values },
  class: classroom,
};

/** The command that these words name, and its own arguments. */
export async function commandOf([name = '', ...args]: readonly string[]) {
  const command = commands[name];
  if (command === undefined) throw new Error(`There is no command ${name}.`);
  const entry = command.subcommands?.[args[0] ?? ''];
  return entry === undefined
    ? { command, args }
    : { command: (await entry.load()).command, args: args.slice(1) };
}

/** The words of every command: `['check']`, `['class', 'status']`. */
export const commandWords: string[][] = Object.entries(commands).flatMap(([name, { subcommands = {} }]) => [
  [name],
  ...Object.keys(subcommands).map((below) => [name, below]),
]);
