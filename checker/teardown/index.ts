/** The teardown's public interface: plan, carry out and verify, or all of them in one call. */
export { carryOut } from './carry-out.ts';
export { journalFile, openJournal, recordOf } from './journal.ts';
export type { ProgressEvent } from './options.ts';
export { type Plan, plan } from './plan.ts';
export { teardownRegions } from './regions.ts';
export { plansText, regionsErrorText as unlistedText, resultsText, resultText } from './report/human.ts';
export { json } from './report/json.ts';
export type { ResourceTypeName as KindName } from './resource.ts';
export { type TeardownOptions, teardown } from './teardown.ts';
export { verify as prove } from './verify.ts';
