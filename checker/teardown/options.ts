import type { Clients } from '../account/clients.ts';
import type { RateLimiter } from '../account/rate-limiter.ts';
import type { CallRecorder } from '../account/recording.ts';
import type { Lab } from '../lab/lab.ts';
import type { JournalView, LabRecord } from '../lab/lab-record.ts';
import { type Journal, journalView, openJournal } from './journal.ts';
import { resourceKey } from './ownership.ts';
import type { Resource, ResourceTypeName } from './resource.ts';
import { newScan } from './scan.ts';
import type { AccountScan, RunState } from './types.ts';

export type ProgressEvent =
  | { event: 'scanning' }
  | { event: 'deleting'; resource: Resource }
  | { event: 'emptying'; resource: Resource; done: number; total: number }
  | { event: 'done'; resource: Resource; state: string }
  | { event: 'verifying' };

/** The settings of a look at the account: what a plan needs. */
export interface ScanSettings {
  clients: Clients;
  lab: Lab;
  /** The account that the credentials belong to. The caller takes it from STS. */
  accountId: string;
  /** What earlier checks saw of the lab (`seen` of a run). */
  record?: LabRecord;
  /** Limits the teardown to these resource types; without it, every type is included. */
  only?: readonly ResourceTypeName[];
  /** Abort it to stop the teardown between two calls. */
  signal?: AbortSignal;
  /** Limits the rate of calls where several teardowns run in one account. */
  rateLimiter?: RateLimiter;
  /** Makes the recorder of one scan, through which several teardowns in one account share identical calls. */
  newRecorder?: () => CallRecorder;
  /** The regions to search for users of the lab's resources and for the lab. Default: all of the partition. */
  searchRegions?: readonly string[];
  /** `false` searches only for the lab's own names, not for tags, similar names and other regions. */
  isThorough?: boolean;
  /** What the scans of this run share. Without it, each plan is a run of its own. */
  run?: RunState;
}

/** The settings that every phase of a teardown uses. */
export interface Options extends ScanSettings {
  /** The journal's file; see `journalFile`. */
  journal: string;
  /** Another journal whose answers of the user (`--adopt`, `--not-mine`) count, too. */
  answersFrom?: string;
  onProgress?: (event: ProgressEvent) => void;
  /** How long to wait until AWS reports a deleted resource as gone, in milliseconds (default 60000). */
  waitMs?: number;
}

export const journalOf = ({ journal }: Options): Journal => openJournal(journal);

/** Starts a scan that knows what the teardown's journal says. Throws UnknownVersion. */
export const scanOf = (options: Options): AccountScan => newScan(options, viewOf(options));

/**
 * Writes down that a resource is gone, in every journal that lets the user's answers count: an adoption ends with its
 * resource.
 */
export function writeGone(
  options: Options,
  { kind, id, event }: { kind: ResourceTypeName; id: string; event: 'deleted' | 'gone already' },
): void {
  journalOf(options).write({ event, kind, id });
  if (options.answersFrom === undefined) return;
  const answers = openJournal(options.answersFrom);
  const isAdopted = journalView(answers.read()).adopted.some(
    (entry) => resourceKey(entry) === resourceKey({ kind, id }),
  );
  if (isAdopted) answers.write({ event, kind, id });
}

export function viewOf(options: Options): JournalView {
  const view = journalView(journalOf(options).read());
  if (options.answersFrom === undefined) return view;
  const { adopted, notMine } = journalView(openJournal(options.answersFrom).read());
  return { ...view, adopted: [...adopted, ...view.adopted], notMine: [...notMine, ...view.notMine] };
}
