import { CliError } from '../../lab-home/errors.ts';
import type { Io } from '../../terminal/command.ts';
import { didYouMean } from '../../terminal/did-you-mean.ts';
import type { Command } from './command.ts';
import { overview } from './help.ts';
import { parseOptions } from './options.ts';

type Load = () => Promise<{ command: Command }>;

/**
 * Runs the command that the arguments name and answers its exit code. Without a command, or for `--help`, it prints the
 * help. Throws CliError for a command or an option that does not exist, and whatever the command throws.
 */
export async function runCommand(
  argv: readonly string[],
  commands: Readonly<Record<string, { summary: string; load: Load }>>,
  io: Io,
): Promise<number> {
  const [name = '--help', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout(overview(commands));
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    const suggestion = didYouMean(name, Object.keys(commands));
    throw new CliError(
      `lab has no command "${name}".${suggestion ? ` Did you mean: npx lab ${suggestion}?` : ''} Type: npx lab --help`,
    );
  }
  const { command, commandName, args } = await resolveSubcommand((await entry.load()).command, name, rest);
  const { values, positionals } = parseOptions(commandName, command, args);
  if (values.help) {
    io.stdout(command.help);
    return 0;
  }
  return command.run(values, positionals, io);
}

/** The command itself, or the one below it that the first argument names. Throws CliError when there is none. */
async function resolveSubcommand(command: Command, commandName: string, args: string[]) {
  const [name = '--help', ...rest] = args;
  if (command.subcommands === undefined) return { command, commandName, args };
  if (name === '--help' || name === '-h') return { command, commandName, args: ['--help'] };
  const load = Object.hasOwn(command.subcommands, name) ? command.subcommands[name] : undefined;
  if (load === undefined) {
    const suggestion = didYouMean(name, Object.keys(command.subcommands));
    throw new CliError(
      `lab ${commandName} has no command "${name}".${suggestion ? ` Did you mean: npx lab ${commandName} ${suggestion}?` : ''} Type: npx lab ${commandName} --help`,
    );
  }
  return { command: (await load()).command, commandName: `${commandName} ${name}`, args: rest };
}
