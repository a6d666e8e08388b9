import { join } from 'node:path';
import type { LabRecord } from '../facts/values.ts';
import { appendLine, readLines } from './lines.ts';
import type { KindName, Thing } from './thing.ts';

/** What of a thing is written down: enough to know it again when the pipeline that named it is gone. */
export type Remembered = Pick<Thing, 'kind' | 'id' | 'name' | 'born' | 'region' | 'holds' | 'contents'>;

export const toRemember = ({ kind, id, name, born, region, holds, contents }: Thing): Remembered => ({
  kind,
  id,
  name,
  holds,
  ...(born === undefined ? {} : { born }),
  ...(region === undefined ? {} : { region }),
  ...(contents === undefined ? {} : { contents }),
});

export type Entry = { at: string } & (
  | { event: 'planned'; digest: string; things: Remembered[] }
  | { event: 'confirmed'; digest: string; things: Remembered[] }
  | { event: 'deleting' | 'deleted' | 'gone already'; kind: KindName; id: string }
  | { event: 'failed' | 'refused'; kind: KindName; id: string; why: string }
  | { event: 'stopped' }
  | { event: 'proved' }
);

type Unstamped<E> = E extends Entry ? Omit<E, 'at'> : never;

/** The record of a lab's teardowns: one line an event, each on the disk before the call after it is made. */
export interface Journal {
  readonly file: string;
  read(): Entry[];
  write(entry: Unstamped<Entry>): void;
}

/** Where the journal of a lab in an account is kept, below the lab's home folder. */
export function journalFile(
  home: string,
  of: { target: string; accountId: string; region: string; seat?: string },
): string {
  const key = [of.target, of.accountId, of.region, ...(of.seat === undefined ? [] : [of.seat])];
  return join(home, 'teardown', `${key.join('-')}.jsonl`);
}

export function openJournal(file: string): Journal {
  return {
    file,
    read: () => readLines(file) as Entry[],
    write: (entry) => appendLine(file, { at: new Date().toISOString(), ...entry }),
  };
}

/** Everything that a confirmed teardown was to delete: proven to be the lab's at that time. */
export function remembered(journal: Journal): Remembered[] {
  return journal.read().flatMap((entry) => (entry.event === 'confirmed' ? entry.things : []));
}

/** The things of the last confirmed teardown, if it was never seen to end. */
export function unfinished(journal: Journal): { digest: string; things: Remembered[] } | undefined {
  const entries = journal.read();
  const last = entries.findLastIndex(({ event }) => event === 'confirmed');
  const entry = entries[last];
  if (entry?.event !== 'confirmed') return undefined;
  return entries.slice(last).some(({ event }) => event === 'proved') ? undefined : entry;
}

/** That a lab was there, and what of it: enough for a check to tell "gone" from "never was". */
export function recordOf(journal: Journal): LabRecord | undefined {
  const things = journal.read().flatMap((entry) => ('things' in entry ? entry.things : []));
  if (things.length === 0) return undefined;
  const last = (wanted: KindName) => things.findLast(({ kind }) => kind === wanted);
  const entries = {
    bucket: last('deploy-bucket')?.id,
    pipeline: last('pipeline')?.name,
    artifactBucket: last('artifact-bucket')?.id ?? last('artifacts')?.id.split('/')[0],
    connectionArn: last('connection')?.id,
    roleName: last('role')?.name,
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** The things of a plan that was printed, by its digest. */
export function planned(journal: Journal, digest: string): Remembered[] | undefined {
  const entry = journal
    .read()
    .findLast((each) => (each.event === 'planned' || each.event === 'confirmed') && each.digest === digest);
  return entry !== undefined && 'things' in entry ? entry.things : undefined;
}
