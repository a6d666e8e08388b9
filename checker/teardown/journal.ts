import { join } from 'node:path';
import { defined } from '../../base/defined.ts';
import { DamagedFile, labJournalVersion } from '../lab/format-version.ts';
import type {
  Adoption,
  AdoptionView,
  Explanation,
  JournaledKept,
  JournaledResource,
  JournalView,
  LabRecord,
} from '../lab/lab-record.ts';
import { appendLine, readLines } from './json-lines.ts';
import { confirmationLifetime, isBucketKind, resourceKey } from './ownership.ts';
import type { Resource, ResourceTypeName } from './resource.ts';

export type { JournaledKept, JournaledResource, JournalView };

export const toJournaled = (
  { kind, id, name, incarnation, region, holds, contents, proofs }: Resource,
  explanation?: Explanation,
): JournaledResource => ({
  kind,
  id,
  name,
  holds,
  ...defined({ incarnation, region, contents }),
  ...(proofs.length === 0 ? {} : { proofs }),
  ...defined({ explanation }),
});

export type JournalEntry = { at: string } & (
  | { event: 'planned'; digest: string; resources: JournaledResource[] }
  | { event: 'confirmed'; digest: string; resources: JournaledResource[] }
  /** What the lab put into a bucket after the plan, read once its pipeline had stopped. */
  | { event: 'explained'; kind: ResourceTypeName; id: string; explanation: Explanation }
  /** `gone already`: a scan or a delete found it absent. Whatever has its name later is another resource. */
  | { event: 'deleting' | 'deleted' | 'gone already'; kind: ResourceTypeName; id: string }
  | { event: 'failed' | 'refused'; kind: ResourceTypeName; id: string; why: string }
  /** The kept resources of the last plan. */
  | { event: 'kept'; kept: JournaledKept[] }
  | ({ event: 'adopted' } & Adoption)
  | { event: 'not mine'; kind: ResourceTypeName; id: string; name: string }
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
    read: () =>
      readLines(file, labJournalVersion).map((line) => {
        if (isStoredEntry(line)) return fromStored(line);
        throw new DamagedFile(
          `${file}: ${JSON.stringify(line).slice(0, 60)} is not a line of a teardown's journal. Delete the line, or move the file away: the next teardown then searches for the lab again.`,
        );
      }),
    write: (entry) =>
      appendLine(file, { at: new Date().toISOString(), ...toStored(entry) }, labJournalVersion),
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
    ({ incarnation, ...resource }): StoredResource => ({
      ...resource,
      ...defined({ born: incarnation }),
    }),
  );
  return { ...rest, things: stored };
}

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasTexts = (value: Fields, ...members: string[]) =>
  members.every((member) => typeof value[member] === 'string');

const isListOf = (value: unknown, members: readonly string[]) =>
  Array.isArray(value) && value.every((one) => isFields(one) && hasTexts(one, ...members));

/** What each event's line has to contain. */
const isEvent: Record<JournalEntry['event'], (line: Fields) => boolean> = {
  planned: (line) => hasTexts(line, 'digest') && isListOf(line.things, ['kind', 'id', 'name']),
  confirmed: (line) => hasTexts(line, 'digest') && isListOf(line.things, ['kind', 'id', 'name']),
  explained: (line) => hasTexts(line, 'kind', 'id') && isFields(line.explanation),
  deleting: (line) => hasTexts(line, 'kind', 'id'),
  deleted: (line) => hasTexts(line, 'kind', 'id'),
  'gone already': (line) => hasTexts(line, 'kind', 'id'),
  failed: (line) => hasTexts(line, 'kind', 'id'),
  refused: (line) => hasTexts(line, 'kind', 'id'),
  kept: (line) => isListOf(line.kept, ['kind', 'id', 'name', 'why']),
  adopted: (line) => hasTexts(line, 'kind', 'id', 'name') && Array.isArray(line.users),
  'not mine': (line) => hasTexts(line, 'kind', 'id', 'name'),
  stopped: () => true,
  proved: () => true,
};

function isStoredEntry(line: unknown): line is Fields {
  if (!isFields(line) || typeof line.event !== 'string' || !Object.hasOwn(isEvent, line.event)) return false;
  return !Number.isNaN(Date.parse(String(line.at))) && isEvent[line.event as JournalEntry['event']](line);
}

function fromStored(line: Fields): JournalEntry {
  if (!('things' in line)) return line as unknown as JournalEntry;
  const { things, ...rest } = line as { things: StoredResource[] };
  const resources = things.map(({ born, ...resource }): JournaledResource => {
    // Earlier versions stored a bucket's creation date, which AWS changes when the bucket's policy is edited.
    const hasIncarnation = born !== undefined && !isBucketKind(resource.kind);
    return { ...resource, ...(hasIncarnation ? { incarnation: born } : {}) };
  });
  return { ...rest, resources } as unknown as JournalEntry;
}

/** Reduces the journal to what a scan needs. */
export function journalView(entries: readonly JournalEntry[]): JournalView {
  const confirmed: JournalView['confirmed'] = [];
  const open = new Set<string>();
  const adopted = new Map<string, AdoptionView>();
  const notMine = new Map<string, JournalView['notMine'][number]>();
  let kept: JournaledKept[] = [];
  for (const entry of entries) {
    if (entry.event === 'confirmed')
      for (const resource of entry.resources) {
        // A later confirmation without an explanation keeps the earlier one: its pipeline may be gone by then.
        const earlier = confirmed.findLast((other) => resourceKey(other) === resourceKey(resource));
        const explanation = resource.explanation ?? earlier?.explanation;
        confirmed.push({ ...resource, at: entry.at, ...defined({ explanation }) });
        open.add(resourceKey(resource));
      }
    if (entry.event === 'explained')
      for (const resource of confirmed)
        if (resourceKey(resource) === resourceKey(entry)) resource.explanation = entry.explanation;
    if (entry.event === 'deleting') {
      const adoption = adopted.get(resourceKey(entry));
      if (adoption !== undefined) adopted.set(resourceKey(entry), { ...adoption, isBegun: true });
    }
    if (entry.event === 'deleted' || entry.event === 'gone already') {
      open.delete(resourceKey(entry));
      // What has no incarnation cannot be told from a later resource with the same name.
      if (adopted.get(resourceKey(entry))?.incarnation === undefined) adopted.delete(resourceKey(entry));
    }
    if (entry.event === 'adopted') {
      const { event: _, ...adoption } = entry;
      adopted.set(resourceKey(entry), adoption);
      notMine.delete(resourceKey(entry));
    }
    if (entry.event === 'not mine') {
      notMine.set(resourceKey(entry), { kind: entry.kind, id: entry.id, name: entry.name });
      adopted.delete(resourceKey(entry));
    }
    if (entry.event === 'kept') kept = entry.kept;
  }
  return {
    confirmed,
    open: [...open],
    kept,
    adopted: [...adopted.values()],
    notMine: [...notMine.values()],
  };
}

/** A confirmed teardown that no verification completed. */
export interface UnfinishedTeardown {
  digest: string;
  /** When it was last confirmed (ISO 8601). */
  at: string;
  /** Everything that was confirmed since the last verification, also what is deleted by now. */
  resources: JournaledResource[];
}

/** The confirmed teardowns since the last verification, as one; undefined if there are none. */
export function unfinishedTeardown(journal: Journal): UnfinishedTeardown | undefined {
  const entries = journal.read();
  const verifiedAt = entries.findLastIndex(({ event }) => event === 'proved');
  const confirmed = entries.slice(verifiedAt + 1).filter((entry) => entry.event === 'confirmed');
  const last = confirmed.at(-1);
  if (last === undefined) return undefined;
  const resources = new Map(
    confirmed.flatMap((entry) =>
      entry.resources.map((resource) => [resourceKey(resource), resource] as const),
    ),
  );
  return { digest: last.digest, at: last.at, resources: [...resources.values()] };
}

/** Whether a confirmation is too old to be acted on without a new one. */
export const isExpired = ({ at }: UnfinishedTeardown, now = Date.now()): boolean =>
  !(now - Date.parse(at) < confirmationLifetime);

/** What the journal reports of the lab: enough for a check to distinguish "gone" from "never existed". */
export function recordOf(journal: Journal): LabRecord | undefined {
  const entries = journal.read();
  if (entries.length === 0) return undefined;
  const view = journalView(entries);
  const resources = entries.flatMap((entry) => ('resources' in entry ? entry.resources : []));
  const last = (wanted: ResourceTypeName) => resources.findLast(({ kind }) => kind === wanted);
  const named = {
    bucket: last('deploy-bucket')?.id,
    pipeline: last('pipeline')?.name,
    artifactBucket: last('artifact-bucket')?.id ?? last('artifacts')?.id.split('/')[0],
    connectionArn: last('connection')?.id,
    roleName: last('role')?.name,
  };
  const known = defined(named);
  return { ...known, journal: view };
}

/** The resources of the printed plan that has this digest. */
export function plannedResources(journal: Journal, digest: string): JournaledResource[] | undefined {
  const entry = journal
    .read()
    .findLast((each) => (each.event === 'planned' || each.event === 'confirmed') && each.digest === digest);
  return entry !== undefined && 'resources' in entry ? entry.resources : undefined;
}
