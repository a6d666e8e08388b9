import type { Access } from '../seat.ts';

/** How a learner creates the pipeline: with the pages' commands, or as the console's wizard does. */
export type CreationMethod = 'terminal' | 'console';

/** One simulated learner: the seat, the pace and method, and what goes wrong. */
export interface SeatPlan {
  /** 1 to 12 of `a-z0-9-`, as in the roster. */
  id: string;
  name: string;
  access: Access;
  /** Twelve digits. */
  account: string;
  region: string;
  /** `owner/name` */
  repository: string;
  method: CreationMethod;
  /** How long this learner takes for a step, as a multiple of the average: 0.4 to 1.6. */
  tempo: number;
  /** False for a learner who is absent. */
  begins: boolean;
  /** The cause that the learner is stuck on for a while. */
  mistake?: string;
  /** The text of the learner's help request. */
  hand?: string;
}

/** A class drawn from its seed. The same seed draws the same class. */
export interface ClassPlan {
  class: string;
  seed: number;
  /** Minutes of the class per minute of real time. The roster's schedule is divided by it. */
  speed: number;
  /** The account in which most seats work. */
  shared: string;
  seats: SeatPlan[];
}
