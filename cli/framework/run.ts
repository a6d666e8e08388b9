import { CliError } from '../../lab-home/errors.ts';
import type { Io } from '../../terminal/command.ts';
import { didYouMean } from '../../terminal/did-you-mean.ts';
import { parseArguments } from './arguments.ts';
import type { Command, CommandEntry } from './command.ts';
import { overview } from './overview.ts';

type Entries = Readonly<Record<string, CommandEntry>>;

/**
 * Runs the command that the arguments name and answers its exit code. Without a command, or for `--help`, it prints the
 * help; for `--version`, the kit's version. Throws CliError for a command or an option that does not exist, and whatever
 * the command throws.
 */
export async function runCommand(argv: readonly string[], commands: Entries, io: Io): Promise<number> {
  const [name = '--help', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout(overview(commands));
    return 0;
  }
  if (name === '--version' || name === '-v') {
    const { kitVersion } = await import('../../lab-home/kit-version.ts');
    io.stdout(`${kitVersion()}\n`);
    return 0;
  }
  const { command, args } = await resolveSubcommand(await load(name, commands), rest);
  return runWithArguments(command, args, io);
}

/**
 * Runs a command, or prints its help, and answers the exit code. Throws CliError for an option that does not exist, and
 * whatever the command throws.
 */
export async function runWithArguments(command: Command, args: string[], io: Io): Promise<number> {
  const { values, positionals, isHelp } = parseArguments(command, args);
  if (isHelp) {
    const { helpText } = await import('./help.ts');
    io.stdout(helpText(command));
    return 0;
  }
  return command.run(values, positionals, io);
}

/** Loads one of the commands. `group` is the command they are below. Throws CliError when there is none of this name. */
async function load(name: string, entries: Entries, group?: string): Promise<Command> {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry !== undefined) return (await entry.load()).command;
  const lab = group === undefined ? 'lab' : `lab ${group}`;
  const suggestion = didYouMean(name, Object.keys(entries));
  throw new CliError(
    `${lab} has no command "${name}".${suggestion ? ` Did you mean: npx ${lab} ${suggestion}?` : ''} Type: npx ${lab} --help`,
  );
}

/** The command itself, or the one below it that the first argument names. Throws CliError when there is none. */
async function resolveSubcommand(
  command: Command,
  args: string[],
): Promise<{ command: Command; args: string[] }> {
  const [name = '--help', ...rest] = args;
  if (command.subcommands === undefined) return { command, args };
  if (name === '--help' || name === '-h') return { command, args: ['--help'] };
  return { command: await load(name, command.subcommands, command.name), args: rest };
}
