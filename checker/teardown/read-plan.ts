/** What a look at the account needs of the teardown: the plan, and nothing that deletes. */
import type { Calls } from '../account/calls.ts';
import type { JournalView, LabRecord } from '../lab/lab-record.ts';
import { newScan, type ScanOptions } from './scan.ts';
import type { AccountScan } from './types.ts';

export { planWith } from './plan.ts';
export { notSearchedLines } from './report/limits.ts';
export { arnOf } from './report/phrases.ts';
export { resourceTypeOf } from './resource-types/index.ts';

const nothing: JournalView = { confirmed: [], open: [], adopted: [], notMine: [], kept: [] };

/** What this machine's teardowns wrote down, as the record has it. */
export const journalOfRecord = (record: LabRecord | undefined): JournalView => record?.journal ?? nothing;

/** Starts a scan whose calls are those of a check: counted, recorded, and bounded by its deadline. */
export const scanWith = (
  calls: Calls,
  options: Omit<ScanOptions, 'clients' | 'calls'>,
  journal: JournalView,
): AccountScan => newScan({ ...options, clients: calls.clients, calls }, journal);
