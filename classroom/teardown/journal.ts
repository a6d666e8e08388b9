import { join } from 'node:path';
import { appendLine, readLines } from '../../checker/teardown/json-lines.ts';

/** One seat's plan in one region, as the class's digest stands for it. */
export interface PlanPart {
  seat: string;
  account: string;
  region: string;
  digest: string;
}

type JournalEntry = { at: string } & (
  | { event: 'planned' | 'confirmed'; digest: string; parts: PlanPart[] }
  /** All that was confirmed was seen to be gone, twice. */
  | { event: 'ended'; digest: string }
);

type Unstamped<E> = E extends JournalEntry ? Omit<E, 'at'> : never;

/** The record of a class's teardowns. What becomes of each seat stands in that seat's own journal. */
export interface ClassJournal {
  read(): JournalEntry[];
  write(entry: Unstamped<JournalEntry>): void;
}

/** Where it is kept, below the lab's home folder. `target`: `live`, `practice` or `endpoint`. */
export const classJournalFile = (home: string, name: string, target: string) =>
  join(home, 'class', `${name}-${target}-teardown.jsonl`);

export function openClassJournal(file: string): ClassJournal {
  return {
    read: () => readLines(file) as JournalEntry[],
    write: (entry) => appendLine(file, { at: new Date().toISOString(), ...entry }),
  };
}

/** What was printed, or confirmed, under this digest. */
export function partsOf(journal: ClassJournal, digest: string): PlanPart[] | undefined {
  const entry = journal.read().findLast((one) => one.event !== 'ended' && one.digest === digest);
  return entry !== undefined && 'parts' in entry ? entry.parts : undefined;
}

/** What was confirmed last, if it was not seen to end. */
export function unfinishedClass(journal: ClassJournal): { digest: string; parts: PlanPart[] } | undefined {
  const entries = journal.read();
  const last = entries.findLastIndex(({ event }) => event === 'confirmed');
  const entry = entries[last];
  if (entry?.event !== 'confirmed') return undefined;
  return entries.slice(last).some(({ event }) => event === 'ended') ? undefined : entry;
}
