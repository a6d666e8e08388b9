import { defined } from '../base/defined.ts';
import { didYouMean } from './did-you-mean.ts';

/** What an option makes of the texts that were typed for it: a value, or the text that it does not accept. */
export type Reading<T> =
  | { value: T }
  | { rejected: string; expected: string; suggestion?: string | undefined };

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

/** What help says about an option. */
export interface Described {
  help: string;
  value?: string;
}

/** The default of an option. `defaultText` describes one that the command works out itself. */
export interface Defaults<D> {
  default?: D;
  defaultText?: string;
}

/** Ends a help text with what is stated about the value: "seconds between rounds (5 to 3600; default 20)". */
export function withRemarks(help: string, ...remarks: (string | undefined)[]): string {
  const stated = remarks.filter((remark) => remark !== undefined);
  return stated.length === 0 ? help : `${help} (${stated.join('; ')})`;
}

export function defaultRemark(settings: Defaults<unknown>): string | undefined {
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

/** An option with any text but an empty one as its value, or with one that matches a pattern. */
export function text<const D extends string | undefined = undefined>(
  settings: TextSettings & Defaults<D>,
): Option<string | D> {
  const { accepts, help, value = 'TEXT' } = settings;
  return {
    type: 'string',
    value,
    absent: settings.default as D,
    help: withRemarks(help, defaultRemark(settings)),
    ...defined({ example: accepts?.example }),
    read([given = '']) {
      // The variable behind an empty text is mostly one that is not set: --url "$PAGE_URL".
      if (accepts === undefined)
        return given === '' ? { rejected: given, expected: 'a text that is not empty' } : { value: given };
      const read = accepts.read(given);
      return read === undefined ? { rejected: given, expected: accepts.expected } : { value: read };
    },
  };
}

/** An option with one of a few names as its value. `choices` has what help says about each name. */
export function oneOf<const K extends string, const D extends K | undefined = undefined>(
  choices: Readonly<Record<K, string>>,
  settings: { help?: string; value?: string; example?: NoInfer<K> } & Defaults<D> = {},
): Option<K | D> {
  const names = Object.keys(choices) as K[];
  const shown = names.map((name) => {
    const about = [name === settings.default ? 'default' : '', choices[name]].filter(Boolean).join('; ');
    return about === '' ? name : `${name} (${about})`;
  });
  const help = [settings.help, listed(shown)].filter(Boolean).join(': ');
  return {
    type: 'string',
    value: settings.value ?? 'NAME',
    example: settings.example ?? settings.default ?? names[0] ?? '',
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
