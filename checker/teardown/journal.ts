import { join } from 'node:path';
import type { LabRecord } from '../facts/values.ts';
import { appendLine, readLines } from './json-lines.ts';
import type { Resource, ResourceTypeName } from './resource.ts';

/** What the journal stores of a resource: enough to recognize it when the pipeline that named it is gone. */
export type JournaledResource = Pick<
  Resource,
  'kind' | 'id' | 'name' | 'incarnation' | 'region' | 'holds' | 'contents'
>;

export const toJournaled = ({
  kind,
  id,
  name,
  incarnation,
  region,
  holds,
  contents,
}: Resource): JournaledResource => ({
  kind,
  id,
  name,
  holds,
  ...(incarnation === undefined ? {} : { incarnation }),
  ...(region === undefined ? {} : { region }),
  ...(contents === undefined ? {} : { contents }),
});

export type JournalEntry = { at: string } & (
  | { event: 'planned'; digest: string; resources: JournaledResource[] }
  | { event: 'confirmed'; digest: string; resources: JournaledResource[] }
  | { event: 'deleting' | 'deleted' | 'gone already'; kind: ResourceTypeName; id: string }
  | { event: 'failed' | 'refused'; kind: ResourceTypeName; id: string; why: string }
  | { event: 'stopped' }
  | { event: 'proved' }
);

type Unstamped<E> = E extends JournalEntry ? Omit<E, 'at'> : never;

/** The record of a lab's teardowns: one line per event, each on disk before the next call is made. */
export interface Journal {
  readonly file: string;
  read(): JournalEntry[];
  write(entry: Unstamped<JournalEntry>): void;
}

/** The path of the journal of a lab in an account, below the lab's home folder. */
export function journalFile(
  home: string,
  labKey: { target: string; accountId: string; region: string; seat?: string },
): string {
  const key = [
    labKey.target,
    labKey.accountId,
    labKey.region,
    ...(labKey.seat === undefined ? [] : [labKey.seat]),
  ];
  return join(home, 'teardown', `${key.join('-')}.jsonl`);
}

export function openJournal(file: string): Journal {
  return {
    file,
    read: () => readLines(file).map(fromStored),
    write: (entry) => appendLine(file, { at: new Date().toISOString(), ...toStored(entry) }),
  };
}

/** A resource as the file stores it. The stored name of the incarnation is `born`. */
type StoredResource = Omit<JournaledResource, 'incarnation'> & { born?: string };

/**
 * Converts an entry to its stored form, where `resources` is `things`. Journals of earlier versions match it.
 */
function toStored(entry: Unstamped<JournalEntry>): object {
  if (!('resources' in entry)) return entry;
  const { resources, ...rest } = entry;
  const stored = resources.map(
    ({ kind, id, name, holds, incarnation, region, contents }): StoredResource => ({
      ...{ kind, id, name, holds },
      ...(incarnation === undefined ? {} : { born: incarnation }),
      ...(region === undefined ? {} : { region }),
      ...(contents === undefined ? {} : { contents }),
    }),
  );
  return { ...rest, things: stored };
}

function fromStored(line: unknown): JournalEntry {
  if (typeof line !== 'object' || line === null || !('things' in line)) return line as JournalEntry;
  const { things, ...rest } = line as { things: StoredResource[] };
  const resources = things.map(
    ({ born, ...resource }): JournaledResource => ({
      ...resource,
      ...(born === undefined ? {} : { incarnation: born }),
    }),
  );
  return { ...rest, resources } as JournalEntry;
}

/** The resources of all confirmed teardowns. Each was proven to be the lab's when it was confirmed. */
export function confirmedResources(journal: Journal): JournaledResource[] {
  return journal.read().flatMap((entry) => (entry.event === 'confirmed' ? entry.resources : []));
}

/** The last confirmed teardown, if no verification completed it. */
export function unfinishedTeardown(
  journal: Journal,
): { digest: string; resources: JournaledResource[] } | undefined {
  const entries = journal.read();
  const last = entries.findLastIndex(({ event }) => event === 'confirmed');
  const entry = entries[last];
  if (entry?.event !== 'confirmed') return undefined;
  return entries.slice(last).some(({ event }) => event === 'proved') ? undefined : entry;
}

/** What the journal reports of the lab: enough for a check to distinguish "gone" from "never existed". */
export function recordOf(journal: Journal): LabRecord | undefined {
  const resources = journal.read().flatMap((entry) => ('resources' in entry ? entry.resources : []));
  if (resources.length === 0) return undefined;
  const last = (wanted: ResourceTypeName) => resources.findLast(({ kind }) => kind === wanted);
  const entries = {
    bucket: last('deploy-bucket')?.id,
    pipeline: last('pipeline')?.name,
    artifactBucket: last('artifact-bucket')?.id ?? last('artifacts')?.id.split('/')[0],
    connectionArn: last('connection')?.id,
    roleName: last('role')?.name,
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

/** The resources of the printed plan that has this digest. */
export function plannedResources(journal: Journal, digest: string): JournaledResource[] | undefined {
  const entry = journal
    .read()
    .findLast((each) => (each.event === 'planned' || each.event === 'confirmed') && each.digest === digest);
  return entry !== undefined && 'resources' in entry ? entry.resources : undefined;
}
