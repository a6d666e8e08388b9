/** The teardown's public interface: plan, carry out and verify, or all of them in one call. */
export { type AdoptionQuestion, adopt, notMine, type OwnershipAnswer } from './adopt.ts';
export { journalFile, openJournal, recordOf } from './journal.ts';
export type { ProgressEvent } from './options.ts';
export { type Plan, plan } from './plan.ts';
export { teardownRegions } from './regions.ts';
export { regionsErrorText, resultsText, resultText } from './report/human.ts';
export { json } from './report/json.ts';
export { labelsOf } from './report/labels.ts';
export { labelOf } from './report/phrases.ts';
export { plansText } from './report/plan-text.ts';
export type { ResourceTypeName } from './resource.ts';
export { newRun, newScan } from './scan.ts';
export { type TeardownOptions, type TeardownResult, teardown } from './teardown.ts';
export type { RunState } from './types.ts';
export { verify } from './verify.ts';
