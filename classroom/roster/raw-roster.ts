/** A problem of a roster, and its line in the file, counted from 1. */
export interface Problem {
  line: number;
  message: string;
}

/** A value from the file, not yet validated. */
export interface Cell {
  line: number;
  /** Text, the fields of a map, or what the value is instead: `a list`. */
  value: string | Fields | { actual: string };
}

export type Fields = Map<string, Cell>;

/** One seat from the file, not yet validated. */
export interface RawSeat {
  line: number;
  cells: Fields;
}

/** A parsed roster. Each format has its own parser; the validation is the same for all. */
export interface RawRoster {
  head: Fields;
  rows: RawSeat[];
  problems: Problem[];
}

/** Keys of the whole class, in the order of the messages that list them. */
export const headKeys = [
  'class',
  'account',
  'region',
  'branch',
  'start',
  'pace',
  'limits',
  'new-regions',
  'seats',
] as const;

/** Keys of one seat; in a CSV file, the columns. */
export const seatKeys = [
  'id',
  'name',
  'region',
  'repository',
  'branch',
  'profile',
  'role',
  'external-id',
] as const;

/** Where the class's own keys belong, in the words of messages. A CSV file contains only seats. */
export const classKeysLocation = {
  yaml: 'at the top',
  csv: 'at the top of a class.yaml (npx lab class init writes one; a CSV file has no place for it)',
} as const;

/** Returns the known name that is closest to `word`; undefined when none is close. */
export type Suggest = (word: string, known: readonly string[]) => string | undefined;

/** The message for an unknown key. */
export function unknownKey(what: string, name: string, known: readonly string[], suggest: Suggest): string {
  const suggestion = suggest(name, known);
  return `unknown ${what} "${name}".${suggestion ? ` Did you mean "${suggestion}"?` : ''} Known: ${known.join(', ')}`;
}
