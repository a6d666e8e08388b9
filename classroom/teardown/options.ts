import type { LabRecord } from '../../checker/facts/values.ts';
import type { ClientsOf } from '../poll.ts';
import type { Roster } from '../seat.ts';
import type { SeatOutcome } from './outcome.ts';
import type { ClassPlan, LabKey, SeatProgress } from './types.ts';

export interface ClassTeardownOptions {
  roster: Roster;
  /** Only these seats, by their ids. */
  only?: readonly string[];
  clientsOf: ClientsOf;
  /** The lab's home folder: journals are kept below it. */
  home: string;
  /** `live`, `practice` or `endpoint`: a part of the journals' names. */
  target: string;
  /** What this machine has written down of a seat's lab: a record, and regions that it was used in. */
  localRecords?(key: LabKey): { record?: LabRecord; regions: readonly string[] };
  /** What rounds saw of a seat; undefined where none looked. */
  progress?(seat: string): SeatProgress | undefined;
  /** Looks and tells; nothing is asked and nothing is changed. */
  dryRun?: boolean;
  /** Goes on with what was confirmed last and did not end. */
  resume?: boolean;
  /** The digest of a plan that was printed, or somebody to ask once. Without it nothing is deleted. */
  confirm?: string | ((plan: ClassPlan) => Promise<boolean>);
  /** Told with each seat that was looked at for the plan: how many of how many. */
  onScanned?(scanned: number, of: number): void;
  /** Told the plan before anybody is asked. */
  onPlan?(plan: ClassPlan): void;
  /** Told of each seat as soon as it is settled. */
  onSeat?(outcome: SeatOutcome): unknown;
  /** Aborted to stop between two calls. */
  signal?: AbortSignal;
  /** Milliseconds to wait at most until what was deleted is seen to be gone (default 60000). */
  waitMs?: number;
  /** Milliseconds between two looks of which both have to find nothing (default 5000). */
  scanIntervalMs?: number;
}
