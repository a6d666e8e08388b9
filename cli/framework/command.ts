import { CliError } from '../../lab-home/errors.ts';
import type { Io, Values } from '../../terminal/command.ts';
import { didYouMean } from '../../terminal/did-you-mean.ts';
import { readValues, type ValuesOf } from '../../terminal/option-values.ts';
import { listed, type Options } from '../../terminal/options.ts';

/** An argument that is not an option. */
interface TextPositional {
  name: string;
  help: string;
  /** Any number of them can be given. */
  many?: true;
}

/** An argument that is one of a few names. `choices` has what help says about each. */
interface ChoicePositional {
  name: string;
  choices: Readonly<Record<string, string>>;
}

export type Positional = TextPositional | ChoicePositional;

/** A command as a list of commands shows it. Its file is loaded only when it is called. */
export interface CommandEntry {
  summary: string;
  /** The heading below which the command is listed. */
  group?: string;
  load: () => Promise<{ command: Command }>;
}

interface Documented {
  /** The words after `lab`: `class status`. */
  name: string;
  /** What the command does, in whole sentences: the first paragraph of `--help`. */
  description: string;
  /** The forms in which the command is typed. Without them, the form is made from positionals and options. */
  usage?: readonly string[];
  positionals?: readonly Positional[];
  /** Paragraphs of `--help` below the options. */
  notes?: readonly string[];
  /** What the exit codes mean. */
  exitCodes?: Readonly<Record<number, string>>;
  /** Command lines, each of which can be typed as it is. */
  examples: readonly string[];
}

/** What a command's file declares. Everything that `--help` prints and the parser checks is made from this. */
export interface CommandDefinition<O extends Options> extends Documented {
  options: O;
  /** Returns the exit code. Throws CliError for what the user can fix. */
  run(values: ValuesOf<O>, positionals: string[], io: Io): Promise<number>;
}

/** One command of `lab`, or a group of commands, as in `lab class init`. */
export interface Command extends Documented {
  options: Options;
  /** The first argument chooses one of them; without it, the help is printed. */
  subcommands?: Readonly<Record<string, CommandEntry>>;
  /** Takes the options as `parseArgs` returns them. Returns the exit code. Throws CliError for what the user can fix. */
  run(given: Values, positionals: string[], io: Io): Promise<number>;
}

/** Throws CliError for an argument that is none of the names that are expected in its place. */
function requireChoices({ name, positionals = [] }: Documented, given: readonly string[]): void {
  for (const [index, positional] of positionals.entries()) {
    const word = given[index];
    if (!('choices' in positional) || word === undefined) continue;
    const names = Object.keys(positional.choices);
    if (names.includes(word)) continue;
    const suggestion = didYouMean(word, names);
    const advice =
      suggestion === undefined
        ? `Type: npx lab ${name} --help`
        : `Did you mean: npx lab ${name} ${suggestion}?`;
    throw new CliError(`lab ${name} ${word}: expected ${listed(names)}. ${advice}`);
  }
}

/** Throws CliError for more arguments than the command takes. */
function requirePositionalCount({ name, positionals = [] }: Documented, given: readonly string[]): void {
  if (given.length <= positionals.length || positionals.some((each) => 'many' in each)) return;
  const limit =
    positionals.length === 0
      ? 'takes no'
      : `takes at most ${positionals.length} argument${positionals.length === 1 ? '' : 's'}, not`;
  throw new CliError(`lab ${name} ${limit} "${given.join(' ')}". Type: npx lab ${name} --help`);
}

/** Makes a command from its declaration: `run` gets values of the declared types, and the defaults of what is not given. */
export function defineCommand<const O extends Options>(definition: CommandDefinition<O>): Command {
  return {
    ...definition,
    async run(given, positionals, io) {
      requirePositionalCount(definition, positionals);
      requireChoices(definition, positionals);
      const read = readValues(definition.options, given);
      if ('problem' in read) throw new CliError(`lab ${definition.name}: ${read.problem}`);
      return definition.run(read.values, positionals, io);
    },
  };
}

/** Makes a command that only chooses one of its subcommands. */
export function defineGroup(
  definition: Documented & { subcommands: Readonly<Record<string, CommandEntry>> },
): Command {
  return { ...definition, options: {}, run: async () => 0 };
}
