import { extname } from 'node:path';
import { defined } from '../base/defined.ts';
import { headOf } from './roster/head.ts';
import { classKeysLocation, type Problem, type RawRoster, type Suggest } from './roster/raw-roster.ts';
import { collisions, quotaProblems } from './roster/seat-conflicts.ts';
import { parseSeat, type RosterContext, textIn } from './roster/seats.ts';
import type { Roster } from './seat.ts';

export type { Problem } from './roster/raw-roster.ts';

/** A roster is invalid; carries every problem with its line. */
export class RosterError extends Error {
  readonly problems: readonly Problem[];
  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map(({ line, message }) => `${file}, line ${line}: ${message}.`).join('\n'));
    this.name = 'RosterError';
    this.problems = problems;
  }
}

export interface RosterSource {
  /** The file's name, for messages. `.csv` is read as CSV, everything else as YAML. */
  file: string;
  /** The region of seats for which the file has none. A CSV file cannot set one for the class. */
  region?: string;
  /** Profiles of this machine's AWS configuration; if undefined, the seats' profiles are not checked. */
  profiles?: readonly string[];
  suggest?: Suggest;
}

/** `Spring 2027.csv` is the class `spring-2027`. */
const classNameOf = (file: string) =>
  (file.split(/[\\/]/).pop() ?? '')
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '') || 'class';

const isCsv = (file: string) => extname(file).toLowerCase() === '.csv';

async function parseRoster(text: string, file: string, suggest: Suggest): Promise<RawRoster> {
  if (isCsv(file)) return (await import('./roster/csv.ts')).parseCsvRoster(text, suggest);
  return (await import('./roster/yaml.ts')).parseYamlRoster(text.replace(/^\uFEFF/, ''));
}

/** Regions that the roster declares valid (`new-regions`), separated by commas or spaces. */
const newRegionsOf = ({ head }: RawRoster) =>
  (textIn(head.get('new-regions')) ?? '').split(/[\s,]+/).filter(Boolean);

/** Parses and validates a roster. Throws RosterError with all problems at once, in the file's order. */
export async function readRoster(text: string, source: RosterSource): Promise<Roster> {
  const { file, region, profiles, suggest = () => undefined } = source;
  const raw = await parseRoster(text, file, suggest);
  const context: RosterContext = {
    suggest,
    classKeysLocation: classKeysLocation[isCsv(file) ? 'csv' : 'yaml'],
    newRegions: newRegionsOf(raw),
    ...defined({ profiles }),
  };
  const { head, problems } = headOf(
    raw,
    { class: classNameOf(file), ...(region ? { region } : {}) },
    context,
  );
  const parsed = raw.rows.map((row) => parseSeat(row, head, context));
  const seats = parsed.map(({ seat }) => seat);
  const all = [
    ...raw.problems,
    ...problems,
    ...parsed.flatMap((one) => one.problems),
    ...collisions(seats, head),
    ...quotaProblems(seats, head, context.classKeysLocation),
  ];
  if (seats.length === 0 && all.length === 0)
    all.push({ line: raw.head.get('seats')?.line ?? 1, message: 'a class has at least one seat' });
  if (all.length > 0)
    throw new RosterError(
      file,
      all.sort((a, b) => a.line - b.line),
    );
  const { quotas, region: _, branch: __, ...classFields } = head;
  return { ...classFields, ...(Object.keys(quotas).length === 0 ? {} : { limits: quotas }), seats };
}
