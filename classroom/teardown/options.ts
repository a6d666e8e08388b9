import type { LabRecord } from '../../checker/facts/values.ts';
import type { ClientsOf } from '../account-pool/access.ts';
import type { Roster } from '../seat.ts';
import type { SeatOutcome } from './outcome.ts';
import type { ClassPlan, LabKey, SeatProgress } from './types.ts';

export interface ClassTeardownOptions {
  roster: Roster;
  /** Only these seats, by their ids. */
  only?: readonly string[];
  clientsOf: ClientsOf;
  /** The lab's home folder, which contains the journals. */
  home: string;
  /** `live`, `practice` or `endpoint`: a part of the journals' names. */
  target: string;
  /** Returns this machine's records of a seat's lab: the record, and the regions that the lab used. */
  localRecords?(key: LabKey): { record?: LabRecord; regions: readonly string[] };
  /** Returns the seat's progress as polls saw it; undefined where no poll saw the seat. */
  progress?(seat: string): SeatProgress | undefined;
  /** Prints the plan, asks nothing and changes nothing. */
  dryRun?: boolean;
  /** Continues the last confirmed teardown if it did not end. */
  resume?: boolean;
  /** The digest of a printed plan, or a function that asks the user once. Without it nothing is deleted. */
  confirm?: string | ((plan: ClassPlan) => Promise<boolean>);
  /** Called after each seat's scan with the number of scanned seats and of all seats. */
  onScanned?(scanned: number, of: number): void;
  /** Called with the plan before `confirm`. */
  onPlan?(plan: ClassPlan): void;
  /** Called with each seat's outcome as soon as it is final. */
  onSeat?(outcome: SeatOutcome): unknown;
  /** Abort it to stop the teardown between two calls. */
  signal?: AbortSignal;
  /** How long to wait until AWS reports deleted resources as gone, in milliseconds (default 60000). */
  waitMs?: number;
  /** The regions to search for users of the seats' resources and for the seats. Default: all of the partition. */
  searchRegions?: readonly string[];
  /** Milliseconds between the two scans that must both find nothing (default 5000). */
  scanIntervalMs?: number;
}
