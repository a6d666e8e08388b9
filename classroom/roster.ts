import { extname } from 'node:path';
import { atTop, type Draft, type Problem, type Suggest } from './roster/draft.ts';
import { headOf } from './roster/head.ts';
import { type Judging, seatOf, textOf } from './roster/seats.ts';
import { collisions, tooMany } from './roster/together.ts';
import type { Roster } from './seat.ts';

export type { Problem } from './roster/draft.ts';

/** A roster that cannot be used: every problem that it has, by line. */
export class RosterError extends Error {
  readonly problems: readonly Problem[];
  constructor(file: string, problems: readonly Problem[]) {
    super(problems.map(({ line, message }) => `${file}, line ${line}: ${message}.`).join('\n'));
    this.name = 'RosterError';
    this.problems = problems;
  }
}

export interface RosterFrom {
  /** Its name for messages; `.csv` is read as CSV, all else as YAML. */
  file: string;
  /** The region of seats that name none, where the file has none for all; a CSV file has no place for one. */
  region?: string;
  /** Profiles of this machine's AWS configuration; undefined: profiles are not judged. */
  profiles?: readonly string[];
  suggest?: Suggest;
}

/** `Spring 2027.csv` is the class `spring-2027`. */
const classOf = (file: string) =>
  (file.split(/[\\/]/).pop() ?? '')
    .replace(/\.\w+$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '') || 'class';

const isCsv = (file: string) => extname(file).toLowerCase() === '.csv';

async function draftOf(text: string, file: string, suggest: Suggest): Promise<Draft> {
  if (isCsv(file)) return (await import('./roster/csv.ts')).draftOfCsv(text, suggest);
  return (await import('./roster/yaml.ts')).draftOfYaml(text.replace(/^\uFEFF/, ''));
}

/** Regions that the roster vouches for: one, or several with commas or spaces between. */
const newRegionsOf = ({ head }: Draft) =>
  (textOf(head.get('new-regions')) ?? '').split(/[\s,]+/).filter(Boolean);

/** A class from its file, whole and valid. Throws RosterError with every problem at once, in the file's order. */
export async function readRoster(text: string, from: RosterFrom): Promise<Roster> {
  const { file, region, profiles, suggest = () => undefined } = from;
  const draft = await draftOf(text, file, suggest);
  const judging: Judging = {
    suggest,
    atTop: atTop[isCsv(file) ? 'csv' : 'yaml'],
    newRegions: newRegionsOf(draft),
    ...(profiles === undefined ? {} : { profiles }),
  };
  const { head, problems } = headOf(draft, { class: classOf(file), ...(region ? { region } : {}) }, judging);
  const judged = draft.rows.map((row) => seatOf(row, head, judging));
  const seats = judged.map(({ seat }) => seat);
  const all = [
    ...draft.problems,
    ...problems,
    ...judged.flatMap((one) => one.problems),
    ...collisions(seats, head),
    ...tooMany(seats, head, judging.atTop),
  ];
  if (seats.length === 0 && all.length === 0)
    all.push({ line: draft.head.get('seats')?.line ?? 1, message: 'a class has at least one seat' });
  if (all.length > 0)
    throw new RosterError(
      file,
      all.sort((a, b) => a.line - b.line),
    );
  const { quotas, region: _, branch: __, ...own } = head;
  return { ...own, ...(Object.keys(quotas).length === 0 ? {} : { limits: quotas }), seats };
}
