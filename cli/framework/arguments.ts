import { parseArgs } from 'node:util';
import { CliError } from '../../lab-home/errors.ts';
import type { Values } from '../../terminal/command.ts';
import { didYouMean } from '../../terminal/did-you-mean.ts';
import { flag, type Option, type Options } from '../../terminal/options.ts';
import type { Command } from './command.ts';

interface OptionToken {
  name: string;
  rawName: string;
  value: string | undefined;
  inlineValue: boolean | undefined;
}

/** What is wrong with the form of an option; undefined if nothing is. */
function problemOf({ name, rawName, value, inlineValue }: OptionToken, options: Options): string | undefined {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) {
    const suggestion = didYouMean(name, Object.keys(options));
    return `Unknown option '${rawName}'.${suggestion === undefined ? '' : ` Did you mean --${suggestion}?`}`;
  }
  if (option.type === 'boolean') return value === undefined ? undefined : `--${name} takes no value.`;
  const isMissing = value === undefined || (!inlineValue && /^-./.test(value));
  return isMissing ? `--${name} needs a value: --${name} ${option.example ?? option.value}.` : undefined;
}

/** The values that were typed for an option that can be given only once. */
function repeated(tokens: readonly OptionToken[], name: string, option: Option): string | undefined {
  if (option.type === 'boolean' || option.multiple) return undefined;
  const values = tokens.filter((token) => token.name === name).map(({ value }) => value);
  return values.length > 1
    ? `--${name} is given more than once: ${values.join(', ')}. Give it once.`
    : undefined;
}

/**
 * Parses a command's arguments, `--help` among them. Throws CliError for an option that the command does not have, one
 * without its value, and one that is repeated but can be given only once.
 */
export function parseArguments(
  { name, options: declared }: Command,
  args: string[],
): { values: Values; positionals: string[]; isHelp: boolean } {
  const options: Options = { ...declared, help: flag('prints this') };
  const { values, positionals, tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: { ...options, help: { type: 'boolean', short: 'h' } },
  });
  const optionTokens = tokens.filter((token) => token.kind === 'option');
  const problem = [
    ...optionTokens.map((token) => problemOf(token, options)),
    ...Object.entries(options).map(([each, option]) => repeated(optionTokens, each, option)),
  ].find((one) => one !== undefined);
  if (problem !== undefined) throw new CliError(`lab ${name}: ${problem} Type: npx lab ${name} --help`);
  return { values, positionals, isHelp: values.help === true };
}
