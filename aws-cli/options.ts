import { UsageError } from './errors.ts';
import { kebab, optionName } from './names.ts';
import { membersOf, type Operation, type Schema } from './schema.ts';

/** An option of an operation: the member of the input that it sets. */
export interface Option {
  member: string;
  schema: Schema;
  /** What a switch sets: true for `--extract`, false for `--no-extract`. */
  value?: boolean;
}

/** Every option of an operation by its name without dashes. */
export function optionsOf(operation: Operation): Map<string, Option> {
  const options = new Map<string, Option>();
  for (const [member, schema] of membersOf(operation.input)) {
    const name = optionName(operation.service, kebab(operation.name), member);
    if (schema.isBooleanSchema()) {
      options.set(name, { member, schema, value: true });
      options.set(`no-${name}`, { member, schema, value: false });
    } else options.set(name, { member, schema });
  }
  return options;
}

/** `--name` or `--name=value` → the parts; undefined for a word that is not an option. */
export function parseOption(word: string): { name: string; inline?: string } | undefined {
  const match = /^--([^=\s]+)(?:=(.*))?$/s.exec(word);
  if (match?.[1] === undefined) return undefined;
  return match[2] === undefined ? { name: match[1] } : { name: match[1], inline: match[2] };
}

/** Whether a word is an option. A value can begin with a dash only in forms that no option has: `-1`, `-`, `-a b`. */
export function looksLikeOption(word: string): boolean {
  return word.startsWith('-') && word.length > 1 && !/^-\d+(\.\d+)?$/.test(word) && !/\s/.test(word);
}

/** The words from `from` up to the next option. */
export function wordsBeforeNextOption(words: readonly string[], from: number): string[] {
  const end = words.findIndex((word, index) => index >= from && looksLikeOption(word));
  return words.slice(from, end === -1 ? words.length : end);
}

export function exactlyOne(option: string, words: readonly string[]): string {
  const [first] = words;
  if (first === undefined) throw new UsageError(`argument --${option}: expected one argument`);
  return first;
}

export function atLeastOne(option: string, words: string[]): string[] {
  if (words.length === 0) throw new UsageError(`argument --${option}: expected at least one argument`);
  return words;
}
