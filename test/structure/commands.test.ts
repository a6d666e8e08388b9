import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../cli/commands/index.ts';
import { parseArguments } from '../../cli/framework/arguments.ts';
import { type Command, defineCommand } from '../../cli/framework/command.ts';
import { helpText } from '../../cli/framework/help.ts';
import type { Io } from '../../terminal/command.ts';
import type { Option } from '../../terminal/options.ts';

/** Every command by its words, those of a group among them. */
async function allCommands(): Promise<Map<string, Command>> {
  const all = new Map<string, Command>();
  for (const [name, { load }] of Object.entries(commands)) {
    const { command } = await load();
    all.set(name, command);
    for (const [below, entry] of Object.entries(command.subcommands ?? {}))
      all.set(`${name} ${below}`, (await entry.load()).command);
  }
  return all;
}
const all = await allCommands();

/** The words of a command line up to where its shell command ends, without quotes. */
function words(line: string): string[] {
  const [command = ''] = /^(?:"[^"]*"|'[^']*'|[^"')|<>&;#])*/.exec(line) ?? [];
  return [...command.matchAll(/(?:"[^"]*"|'[^']*'|\S)+/g)].map(([word]) => word.replaceAll(/["']/g, ''));
}

/** The arguments of `lab` in a command line; undefined if it does not call `lab`. */
function labArguments(example: string): string[] | undefined {
  const call = /\b(?:npx lab|npm run|npm (?=start\b))/.exec(example);
  if (call === null) return undefined;
  const [name = '', ...args] = words(example.slice(call.index + call[0].length));
  if (call[0] === 'npx lab') return [name, ...args];
  // npm keeps the options before `--` for itself.
  const separator = args.indexOf('--');
  const before = separator === -1 ? args : args.slice(0, separator);
  expect(
    before.filter((word) => word.startsWith('-')),
    example,
  ).toEqual([]);
  return [name, ...args.filter((_, index) => index !== separator)];
}

/** Parses and reads the arguments as `lab` does, without running the command. Rejects with CliError. */
async function read([name = '', ...args]: readonly string[]): Promise<void> {
  const group = all.get(name)?.subcommands === undefined ? undefined : `${name} ${args[0]}`;
  const command = all.get(group ?? name);
  if (command === undefined) throw new Error(`there is no command ${group ?? name}`);
  const { values, positionals } = parseArguments(command, group === undefined ? args : args.slice(1));
  await defineCommand({ ...command, run: async () => 0 }).run(values, positionals, {} as Io);
}

describe.each([...all])('lab %s', (name, command) => {
  it('has the name below which it is listed', () => {
    expect(command.name).toBe(name);
  });

  it('has a help line for each option, and a name for its value', () => {
    const isDescribed = ({ type, help, value }: Option) =>
      help !== '' && (type === 'boolean' || Boolean(value));
    expect(Object.entries(command.options).filter(([, option]) => !isDescribed(option))).toEqual([]);
    const help = helpText(command);
    for (const option of Object.keys(command.options)) expect(help).toContain(`\n  --${option}`);
  });

  it('has examples that it accepts', async () => {
    const calls = command.examples.map(labArguments).filter((args) => args !== undefined);
    expect(calls.some((args) => args.join(' ').startsWith(name))).toBe(true);
    for (const args of calls) await read(args);
  });

  it('has help of 80 columns, but for examples', () => {
    const [text = ''] = helpText(command).split('\nexamples:\n');
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

it('finds an example that a command does not accept', async () => {
  await expect(read(['check', '--timeout', '0'])).rejects.toThrow('--timeout 0');
  await expect(read(['class', 'init', '--seat', '3'])).rejects.toThrow('--seats');
});

it('leaves the parsing of arguments to the framework', () => {
  const folder = 'cli/commands';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const parsing = files.filter((file) => {
    const source = readFileSync(join(folder, file), 'utf8');
    return (
      source.includes('export const command =') &&
      /\bNumber\(|\bparseInt\b|\bparseFloat\b|\bparseArgs\b|usage:.*\n\n|stringOption/.test(source)
    );
  });
  expect(files.length).toBeGreaterThan(40);
  expect(parsing).toEqual([]);
});
