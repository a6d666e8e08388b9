import { join } from 'node:path';
import type { LabRecord } from '../facts/values.ts';
import { appendLine, readLines } from './json-lines.ts';
import type { Resource, ResourceTypeName } from './resource.ts';

/** What of a thing is written down: enough to know it again when the pipeline that named it is gone. */
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

/** The record of a lab's teardowns: one line an event, each on the disk before the call after it is made. */
export interface Journal {
  readonly file: string;
  read(): JournalEntry[];
  write(entry: Unstamped<JournalEntry>): void;
}

/** Where the journal of a lab in an account is kept, below the lab's home folder. */
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

/** A resource as the file has it: `born` is the name that journals have always had for the incarnation. */
type StoredResource = Omit<JournaledResource, 'incarnation'> & { born?: string };

/** An entry as the file has it: its resources are called `things`. Journals of earlier versions read the same. */
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

/** Everything that a confirmed teardown was to delete: proven to be the lab's at that time. */
export function confirmedResources(journal: Journal): JournaledResource[] {
  return journal.read().flatMap((entry) => (entry.event === 'confirmed' ? entry.resources : []));
}

/** The things of the last confirmed teardown, if it was never seen to end. */
export function unfinishedTeardown(
  journal: Journal,
): { digest: string; resources: JournaledResource[] } | undefined {
  const entries = journal.read();
  const last = entries.findLastIndex(({ event }) => event === 'confirmed');
  const entry = entries[last];
  if (entry?.event !== 'confirmed') return undefined;
  return entries.slice(last).some(({ event }) => event === 'proved') ? undefined : entry;
}

/** That a lab was there, and what of it: enough for a check to tell "gone" from "never was". */
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

/** The things of a plan that was printed, by its digest. */
export function plannedResources(journal: Journal, digest: string): JournaledResource[] | undefined {
  const entry = journal
    .read()
    .findLast((each) => (each.event === 'planned' || each.event === 'confirmed') && each.digest === digest);
  return entry !== undefined && 'resources' in entry ? entry.resources : undefined;
}
