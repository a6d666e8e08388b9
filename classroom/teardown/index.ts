/** The door of a class's teardown: one plan for all seats, one digest, and what came of each. */
export type { ClassTeardownOptions, Course } from './options.ts';
export { accountsOf, type ClassPlan } from './plan.ts';
export { type ClassTorn, teardownClass } from './teardown.ts';
