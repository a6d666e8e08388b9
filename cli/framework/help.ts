import type { Option, Options } from '../../terminal/options.ts';
import { wrap } from '../../terminal/wrap.ts';
import type { Command, CommandEntry, Positional } from './command.ts';

const columns = 80;

/** The longest label beside which a text begins. Below a longer one, the text begins on the next line. */
const maxLabelColumns = 20;

type Row = readonly [label: string, text: string];

/** Rows as two columns, with the texts wrapped. */
function table(rows: readonly Row[]): string[] {
  const widest = Math.max(
    0,
    ...rows.map(([label]) => label.length).filter((each) => each <= maxLabelColumns),
  );
  const indent = ' '.repeat(widest + 4);
  return rows.flatMap(([label, text]) => {
    const lines = wrap(text, columns - indent.length);
    const [first = '', ...rest] = label.length > widest ? ['', ...lines] : lines;
    return [`  ${label.padEnd(widest)}  ${first}`.trimEnd(), ...rest.map((line) => indent + line)];
  });
}

const optionRow = ([name, { value, help }]: readonly [string, Option]): Row => [
  value === undefined ? `--${name}` : `--${name} ${value}`,
  help,
];

/** Entries by their group, in the order in which the groups first appear. */
function byGroup<T extends { group?: string }>(entries: Readonly<Record<string, T>>) {
  const groups = new Map<string, [string, T][]>();
  for (const [name, entry] of Object.entries(entries)) {
    const { group = '' } = entry;
    groups.set(group, [...(groups.get(group) ?? []), [name, entry]]);
  }
  return groups;
}

const positionalRows = (positional: Positional): readonly Row[] =>
  'choices' in positional ? Object.entries(positional.choices) : [[positional.name, positional.help]];

function optionLines({ positionals = [], options }: Command): string[] {
  const groups = byGroup<Options[string]>(options);
  const own: Row[] = [...positionals.flatMap(positionalRows), ...(groups.get('') ?? []).map(optionRow)];
  groups.delete('');
  const others = [...groups].flatMap(([group, entries]) => [
    '',
    `${group}:`,
    ...table(entries.map(optionRow)),
  ]);
  return [...(own.length === 0 ? [] : ['', ...table(own)]), ...others];
}

function subcommandLines(subcommands: Readonly<Record<string, CommandEntry>>): string[] {
  return [...byGroup(subcommands)].flatMap(([group, entries]) => [
    '',
    ...(group === '' ? [] : [group]),
    ...table(entries.map(([name, { summary }]): Row => [name, summary])),
  ]);
}

function defaultUsage({ name, positionals = [], options }: Command): string {
  const names = positionals.map((each) => `[${each.name}${'many' in each ? '…' : ''}]`);
  return ['lab', name, ...names, ...(Object.keys(options).length === 0 ? [] : ['[options]'])].join(' ');
}

function exitCodeLines(codes: Command['exitCodes'] = {}): string[] {
  const rows = Object.entries(codes);
  return rows.length === 0 ? [] : ['', 'exit codes:', ...table(rows)];
}

/** What `--help` of a command prints, made from the command's declaration. */
export function helpText(command: Command): string {
  const {
    description,
    usage = [defaultUsage(command)],
    notes = [],
    exitCodes,
    examples,
    subcommands = {},
  } = command;
  return [
    ...wrap(description, columns),
    '',
    ...usage.map((form, index) => `${index === 0 ? 'usage:' : '      '} ${form}`),
    ...optionLines(command),
    ...subcommandLines(subcommands),
    ...notes.flatMap((note) => ['', ...wrap(note, columns)]),
    ...exitCodeLines(exitCodes),
    '',
    'examples:',
    ...examples.flatMap((example) => example.split('\n').map((line) => `  ${line}`)),
    '',
  ].join('\n');
}
