import type { Values } from './command.ts';
import { didYouMean } from './did-you-mean.ts';

/** What an option makes of the texts that were typed for it: a value, or the text that it does not accept. */
type Reading<T> = { value: T } | { rejected: string; expected: string; suggestion?: string | undefined };

/** One option of a command: how it is parsed, what `--help` says about it, and the type of its value. */
export interface Option<T = unknown> {
  /** As `parseArgs` of node:util takes it. */
  readonly type: 'boolean' | 'string';
  readonly multiple?: true;
  /** What stands for the value in help: `FILE` in `--save FILE`. */
  readonly value?: string;
  /** The text in help, with range and default. */
  readonly help: string;
  /** The heading in help below which the option is listed. */
  readonly group?: string;
  /** A value that the option accepts. */
  readonly example?: string;
  /** The value when the option is not given. */
  readonly absent: T;
  read(given: readonly string[]): Reading<T>;
}

export type Options = Readonly<Record<string, Option>>;

/** The values of a command's options, by their names as they are typed. */
export type ValuesOf<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

interface Described {
  help: string;
  value?: string;
}

/** The default of an option. `defaultText` describes one that the command works out itself. */
interface Defaults<D> {
  default?: D;
  defaultText?: string;
}

interface Range {
  min: number;
  max: number;
}

/** Ends a help text with what is stated about the value: "seconds between rounds (5 to 3600; default 20)". */
function withRemarks(help: string, ...remarks: (string | undefined)[]): string {
  const stated = remarks.filter((remark) => remark !== undefined);
  return stated.length === 0 ? help : `${help} (${stated.join('; ')})`;
}

function defaultRemark(settings: Defaults<unknown>): string | undefined {
  const shown = settings.defaultText ?? settings.default;
  return shown === undefined ? undefined : `default: ${String(shown)}`;
}

/** Names as a sentence has them: "human, json or csv". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** An option without a value. It is false when it is not given. */
export function flag(help: string): Option<boolean> {
  return { type: 'boolean', help, absent: false, read: () => ({ value: true }) };
}

interface TextSettings extends Described {
  /** What the text must be. `read` returns the value, or undefined for a text that is not accepted. */
  accepts?: { read(given: string): string | undefined; expected: string; example: string };
}

/** An option with any text as its value, or with one that matches a pattern. */
export function text<const D extends string | undefined = undefined>(
  settings: TextSettings & Defaults<D>,
): Option<string | D> {
  const { accepts, help, value = 'TEXT' } = settings;
  return {
    ...{ type: 'string', value, absent: settings.default as D },
    help: withRemarks(help, defaultRemark(settings)),
    ...(accepts === undefined ? {} : { example: accepts.example }),
    read([given = '']) {
      if (accepts === undefined) return { value: given };
      const read = accepts.read(given);
      return read === undefined ? { rejected: given, expected: accepts.expected } : { value: read };
    },
  };
}

/** A decimal number within a range, as a person writes it; undefined for any other text. */
function numberIn(given: string, { min, max }: Range, pattern: RegExp): number | undefined {
  const number = Number(given);
  return pattern.test(given) && number >= min && number <= max ? number : undefined;
}

const wholeNumber = /^\d+$/;
const decimalNumber = /^\d+(\.\d+)?$/;

interface NumberKind {
  pattern: RegExp;
  /** What the number is: "a whole number". */
  noun: string;
  /** The factor from the number that is typed to the value. */
  factor: number;
}

function numberOption<D extends number | undefined>(
  settings: Described & Range & Defaults<D> & { remark?: string },
  { pattern, noun, factor }: NumberKind,
): Option<number | D> {
  const { min, max, value = 'N', help, default: preset, remark = `${min} to ${max}` } = settings;
  return {
    ...{ type: 'string', value, example: String(preset ?? min) },
    help: withRemarks(help, remark, defaultRemark(settings)),
    absent: (preset === undefined ? undefined : preset * factor) as D,
    read([given = '']) {
      const number = numberIn(given, settings, pattern);
      return number === undefined
        ? { rejected: given, expected: `${noun} from ${min} to ${max}` }
        : { value: number * factor };
    },
  };
}

/** An option with a whole number as its value. */
export function integer<const D extends number | undefined = undefined>(
  settings: Described & Range & Defaults<D>,
): Option<number | D> {
  return numberOption(settings, { pattern: wholeNumber, noun: 'a whole number', factor: 1 });
}

/** An option with a number as its value, which can have decimals. */
export function decimal<const D extends number | undefined = undefined>(
  settings: Described & Range & Defaults<D>,
): Option<number | D> {
  return numberOption(settings, { pattern: decimalNumber, noun: 'a number', factor: 1 });
}

/** An option with a TCP port as its value; 0 takes a free one. */
export function port(settings: { help: string; default: number }): Option<number> {
  return numberOption(
    { ...settings, min: 0, max: 65_535, remark: '0 takes a free one' },
    { pattern: wholeNumber, noun: 'a whole number', factor: 1 },
  );
}

/** An option that is typed in seconds. Its value is in milliseconds. */
export function seconds<const D extends number | undefined = undefined>(
  settings: Described & Range & Defaults<D>,
): Option<number | D> {
  const kind = { pattern: decimalNumber, noun: 'seconds', factor: 1000 };
  return numberOption({ value: 'SECONDS', ...settings }, kind);
}

/** An option that is typed in minutes. Its value is in milliseconds. */
export function minutes<const D extends number | undefined = undefined>(
  settings: Described & Range & Defaults<D>,
): Option<number | D> {
  const kind = { pattern: decimalNumber, noun: 'minutes', factor: 60_000 };
  return numberOption({ value: 'MINUTES', ...settings }, kind);
}

/** An option with one of a few names as its value. `choices` has what help says about each name. */
export function oneOf<const K extends string, const D extends K | undefined = undefined>(
  choices: Readonly<Record<K, string>>,
  settings: { help?: string; value?: string; example?: K } & Defaults<D> = {},
): Option<K | D> {
  const names = Object.keys(choices) as K[];
  const shown = names.map((name) => {
    const about = [name === settings.default ? 'default' : '', choices[name]].filter(Boolean).join('; ');
    return about === '' ? name : `${name} (${about})`;
  });
  const help = [settings.help, listed(shown)].filter(Boolean).join(': ');
  return {
    ...{
      type: 'string',
      value: settings.value ?? 'NAME',
      example: settings.example ?? settings.default ?? names[0] ?? '',
    },
    help: withRemarks(help, defaultRemark({ ...settings, default: undefined })),
    absent: settings.default as D,
    read([given = '']) {
      const value = names.find((name) => name === given);
      if (value !== undefined) return { value };
      return { rejected: given, expected: listed(names), suggestion: didYouMean(given, names) };
    },
  };
}

/** An option that can be given more than once. */
export function many<T>(option: Option<T>): Option<Exclude<T, undefined>[]> {
  return {
    ...option,
    multiple: true,
    help: `${option.help}; may be given more than once`,
    absent: [],
    read(given) {
      const value: Exclude<T, undefined>[] = [];
      for (const each of given) {
        const reading = option.read([each]);
        if ('rejected' in reading) return reading;
        value.push(reading.value as Exclude<T, undefined>);
      }
      return { value };
    },
  };
}

/** Lists options below a heading in help. */
export function grouped<O extends Options>(group: string, options: O): O {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, { ...option, group }]),
  ) as {
    [K in keyof O]: O[K];
  };
}

function problemText(
  name: string,
  { example = '' }: Option,
  reading: Exclude<Reading<unknown>, { value: unknown }>,
) {
  const { rejected, expected, suggestion } = reading;
  const advice =
    suggestion === undefined ? `, such as --${name} ${example}.` : `. Did you mean --${name} ${suggestion}?`;
  return `--${name} ${rejected}: expected ${expected}${advice}`;
}

/** The value of one option, from what was typed for it; or what is wrong with that. */
export function readValue<T>(
  name: string,
  option: Option<T>,
  given: readonly string[],
): { value: T } | { problem: string } {
  const reading = option.read(given);
  return 'rejected' in reading ? { problem: problemText(name, option, reading) } : reading;
}

/** The values of a command's options, from what `parseArgs` returns; or what is wrong with the first bad one. */
export function readValues<O extends Options>(
  options: O,
  given: Values,
): { values: ValuesOf<O> } | { problem: string } {
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const typed = [given[name] ?? []].flat();
    const isGiven = option.type === 'string' ? typed.length > 0 : typed.includes(true);
    const reading = isGiven ? readValue(name, option, typed.map(String)) : { value: option.absent };
    if ('problem' in reading) return reading;
    values[name] = reading.value;
  }
  return { values: values as ValuesOf<O> };
}

/** Whether the user gave an option that has no default. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}
