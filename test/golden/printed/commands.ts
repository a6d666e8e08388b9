import { commands } from '../../../cli/commands/index.ts';
import type { Command } from '../../../cli/framework/command.ts';

/** Every command by its name, loaded. Those of a class are below `class`. */
const loaded = new Map<string, Command>();
for (const [name, { load }] of Object.entries(commands)) loaded.set(name, (await load()).command);

/** The command that these words name, and its own arguments. */
export async function commandOf([name = '', ...args]: readonly string[]) {
  const command = loaded.get(name);
  if (command === undefined) throw new Error(`There is no command ${name}.`);
  const entry = command.subcommands?.[args[0] ?? ''];
  return entry === undefined
    ? { command, args }
    : { command: (await entry.load()).command, args: args.slice(1) };
}

/** The words of every command: `['check']`, `['class', 'status']`. */
export const commandWords: string[][] = [...loaded].flatMap(([name, { subcommands = {} }]) => [
  [name],
  ...Object.keys(subcommands).map((below) => [name, below]),
]);
