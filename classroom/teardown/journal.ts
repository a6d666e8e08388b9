import { join } from 'node:path';
import { appendLine, readLines } from '../../checker/teardown/json-lines.ts';

/** One seat's plan in one region, as part of the class's plan. */
export interface PlanPart {
  seat: string;
  account: string;
  region: string;
  digest: string;
}

type JournalEntry = { at: string } & (
  | { event: 'planned' | 'confirmed'; digest: string; parts: PlanPart[] }
  /** Two scans found everything that was confirmed to be gone. */
  | { event: 'ended'; digest: string }
);

type Unstamped<E> = E extends JournalEntry ? Omit<E, 'at'> : never;

/** The record of a class's teardowns. Each seat's own journal has the deletions of that seat. */
export interface ClassJournal {
  read(): JournalEntry[];
  write(entry: Unstamped<JournalEntry>): void;
}

/** The journal's path, below the lab's home folder. `target`: `live`, `practice` or `endpoint`. */
export const classJournalFile = (home: string, name: string, target: string) =>
  join(home, 'class', `${name}-${target}-teardown.jsonl`);

export function openClassJournal(file: string): ClassJournal {
  return {
    read: () => readLines(file) as JournalEntry[],
    write: (entry) => appendLine(file, { at: new Date().toISOString(), ...entry }),
  };
}

/** The parts that were printed or confirmed under this digest. */
export function partsOf(journal: ClassJournal, digest: string): PlanPart[] | undefined {
  const entry = journal.read().findLast((one) => one.event !== 'ended' && one.digest === digest);
  return entry !== undefined && 'parts' in entry ? entry.parts : undefined;
}

/** The last confirmed teardown, if it did not end. */
export function unfinishedClass(journal: ClassJournal): { digest: string; parts: PlanPart[] } | undefined {
  const entries = journal.read();
  const last = entries.findLastIndex(({ event }) => event === 'confirmed');
  const entry = entries[last];
  if (entry?.event !== 'confirmed') return undefined;
  return entries.slice(last).some(({ event }) => event === 'ended') ? undefined : entry;
}
