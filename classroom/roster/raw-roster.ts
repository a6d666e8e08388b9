/** What is wrong with a roster, and the line of the file (from 1) on which it stands. */
export interface Problem {
  line: number;
  message: string;
}

/** A value as the file has it, not yet judged. YAML's lists and CSV's missing cells are no text. */
export interface Cell {
  line: number;
  /** Text, the fields of a map, or what it is instead (`a list`). */
  value: string | Fields | { actual: string };
}

export type Fields = Map<string, Cell>;

/** One seat as the file has it. */
export interface RawSeat {
  line: number;
  cells: Fields;
}

/** A roster as its file has it: the reader of a format makes one, the judging of it is the same for all. */
export interface RawRoster {
  head: Fields;
  rows: RawSeat[];
  problems: Problem[];
}

/** Keys of the whole class, in the order in which they are explained. */
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

/** Where the class's own keys stand. A CSV file has seats alone. */
export const classKeysLocation = {
  yaml: 'at the top',
  csv: 'at the top of a class.yaml (npx lab class init writes one; a CSV file has no place for it)',
} as const;

/** The known name that was probably meant; undefined when none is near. */
export type Suggest = (word: string, known: readonly string[]) => string | undefined;

/** What is said of a key that there is not. */
export function unknownKey(what: string, name: string, known: readonly string[], suggest: Suggest): string {
  const suggestion = suggest(name, known);
  return `unknown ${what} "${name}".${suggestion ? ` Did you mean "${suggestion}"?` : ''} Known: ${known.join(', ')}`;
}
