import type { Access } from '../seat.ts';

/** How a learner makes the pipeline: by the pages' commands, or as the console's wizard does. */
export type CreationMethod = 'terminal' | 'console';

/** One simulated learner: where they sit, how they work, and what goes wrong. */
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
  /** How long a step takes this learner, as a part of what it takes usually: 0.4 to 1.6. */
  tempo: number;
  /** False for one who does not come. */
  begins: boolean;
  /** The cause that the learner is stuck on for a while. */
  mistake?: string;
  /** What is written when the hand goes up. */
  hand?: string;
}

/** A class, drawn by its seed: the same seed draws the same class. */
export interface ClassPlan {
  class: string;
  seed: number;
  /** Minutes of the class in one minute of the clock: the plan of the day is shorter by as much. */
  speed: number;
  /** The account in which most seats work. */
  shared: string;
  seats: SeatPlan[];
}
