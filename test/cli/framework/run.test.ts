import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  type Command,
  type CommandDefinition,
  defineCommand,
  defineGroup,
} from '../../../cli/framework/command.ts';
import { runCommand } from '../../../cli/framework/run.ts';
import type { Io } from '../../../terminal/command.ts';
import { integer, port } from '../../../terminal/number-options.ts';
import { flag, many, type Options, oneOf, text } from '../../../terminal/options.ts';

let received: unknown;
const definition = {
  name: 'serve',
  description: 'Serves a folder.',
  positionals: [
    { name: 'FOLDER', help: 'what is served' },
    { name: 'mode', choices: { fast: 'without checks', safe: 'with checks' } },
  ],
  options: {
    port: port({ default: 8080, help: 'where' }),
    workers: integer({ min: 1, max: 8, help: 'how many' }),
    reporter: oneOf({ human: '', json: '' }, { default: 'human' }),
    header: many(text({ value: 'NAME', help: 'adds a header' })),
    'hide-names': flag('hides names'),
  },
  exitCodes: { 0: 'served', 130: 'stopped' },
  examples: ['npx lab serve'],
  async run(values: object, positionals: string[]) {
    received = { ...values, positionals };
    return 0;
  },
} satisfies CommandDefinition<Options>;
const serve = defineCommand(definition);
const groupServe = defineCommand({ ...definition, name: 'group serve' });
const group = defineGroup({
  name: 'group',
  description: 'A group.',
  subcommands: {
    serve: { summary: 'serves', load: async () => ({ command: groupServe }) },
  },
  examples: [],
});
const entry = (command: Command) => ({ summary: command.description, load: async () => ({ command }) });
const commands = { serve: entry(serve), group: entry(group) };

async function lab(...args: string[]): Promise<string> {
  let output = '';
  const stdout = (printed: string) => {
    output += printed;
  };
  await runCommand(args, commands, { stdout } as Io);
  return output;
}

it('passes values of the declared types, and the defaults', async () => {
  await lab('serve', 'site', 'safe', '--port', '0', '--header', 'a', '--header=b', '--hide-names');
  expect(received).toEqual({
    port: 0,
    workers: undefined,
    reporter: 'human',
    header: ['a', 'b'],
    'hide-names': true,
    positionals: ['site', 'safe'],
  });
});

it.each<[string[], string]>([
  [['serv'], 'lab has no command "serv". Did you mean: npx lab serve? Type: npx lab --help'],
  [
    ['group', 'serv'],
    'lab group has no command "serv". Did you mean: npx lab group serve? Type: npx lab group --help',
  ],
  [
    ['serve', '--prt', '1'],
    "lab serve: Unknown option '--prt'. Did you mean --port? Type: npx lab serve --help",
  ],
  [['serve', '-x'], "lab serve: Unknown option '-x'. Type: npx lab serve --help"],
  [['serve', '--port'], 'lab serve: --port needs a value: --port 8080. Type: npx lab serve --help'],
  [
    ['serve', '--port', '--hide-names'],
    'lab serve: --port needs a value: --port 8080. Type: npx lab serve --help',
  ],
  [['serve', '--hide-names=no'], 'lab serve: --hide-names takes no value. Type: npx lab serve --help'],
  [
    ['serve', '--port', '1', '--port=2'],
    'lab serve: --port is given more than once: 1, 2. Give it once. Type: npx lab serve --help',
  ],
  [
    ['serve', '--port', 'x'],
    'lab serve: --port x: expected a whole number from 0 to 65535, such as --port 8080.',
  ],
  [
    ['serve', '--reporter', 'jsn'],
    'lab serve: --reporter jsn: expected human or json. Did you mean --reporter json?',
  ],
  [['serve', '--header', ''], 'lab serve: --header "": expected a text that is not empty.'],
  [['serve', '--header='], 'lab serve: --header "": expected a text that is not empty.'],
  [['group', 'serve', '--port', 'x'], 'lab group serve: --port x: expected a whole number'],
  [['serve', 'a', 'save'], 'lab serve save: expected fast or safe. Did you mean: npx lab serve safe?'],
  [
    ['serve', 'a', 'fast', 'c'],
    'lab serve takes at most 2 arguments, not "a fast c". Type: npx lab serve --help',
  ],
])('refuses %j with exit code 2, and says what to type', async (args, message) => {
  received = undefined;
  await expect(lab(...args)).rejects.toMatchObject({ exit: 2, message: expect.stringContaining(message) });
  expect(received).toBeUndefined();
});

it('accepts a flag that is repeated', async () => {
  await lab('serve', '--hide-names', '--hide-names');
  expect(received).toMatchObject({ 'hide-names': true });
});

it('makes the help from the declaration', async () => {
  expect(await lab('serve', '--help')).toBe(`Serves a folder.

usage: lab serve [FOLDER] [mode] [options]

  FOLDER           what is served
  fast             without checks
  safe             with checks
  --port N         where (0 takes a free one; default: 8080)
  --workers N      how many (1 to 8)
  --reporter NAME  human (default) or json
  --header NAME    adds a header; may be given more than once
  --hide-names     hides names

exit codes:
  0    served
  130  stopped

examples:
  npx lab serve
`);
  expect(await lab('group', 'serve', '-h')).toContain('usage: lab group serve [FOLDER]');
});

it('lists the commands without loading one', async () => {
  const texts: string[] = [];
  const broken = { summary: 'cannot be loaded', load: () => Promise.reject(new Error('loaded')) };
  const io = { stdout: (printed: string) => void texts.push(printed) } as unknown as Io;
  for (const args of [[], ['--help'], ['-h'], ['help']])
    expect(await runCommand(args, { broken }, io)).toBe(0);
  expect(texts.join('')).toContain('lab broken     cannot be loaded');
});

it.each(['--version', '-v'])('prints the version of the package: %s', async (option) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await lab(option)).toBe(`${version}\n`);
});
