/** The public interface of a class's teardown: one plan and digest for all seats, and an outcome for each. */
export type { ClassTeardownOptions } from './options.ts';
export { accountsOf } from './plan.ts';
export { type ClassTeardownResult, teardownClass } from './teardown.ts';
export type { ClassPlan, SeatProgress } from './types.ts';
