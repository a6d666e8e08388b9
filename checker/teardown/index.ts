/** The teardown's door: find, plan, carry out, prove; or all of it in one call. */
export { carryOut } from './carry-out.ts';
export { journalFile, openJournal, recordOf } from './journal.ts';
export type { ProgressEvent } from './options.ts';
export { type Plan, plan } from './plan.ts';
export { prove } from './prove.ts';
export { teardownRegions } from './regions.ts';
export { plansText, resultsText, resultText, unlistedText } from './report/human.ts';
export { json } from './report/json.ts';
export { type TeardownOptions, teardown } from './teardown.ts';
export type { KindName } from './thing.ts';
