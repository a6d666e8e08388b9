/** How the instructor's machine reaches the account that a seat works in. */
export type Access =
  /** The class's own account: the credentials that the command itself runs with. */
  | { kind: 'shared' }
  /** An account of the seat's own, by a profile of this machine's AWS configuration. */
  | { kind: 'profile'; profile: string }
  /** An account of the seat's own, by a role that is assumed with the command's credentials. */
  | { kind: 'role'; roleArn: string; externalId?: string };

/** One learner's place in a class. Its id is the lab's seat: every derived name carries it. */
export interface Seat {
  /** 1 to 12 of `a-z0-9-`, unique in the class. */
  id: string;
  /** As the board shows it, unless names are hidden. */
  name: string;
  access: Access;
  region: string;
  /** `owner/name` at the git host; unknown until the learner has said it. */
  repository?: string;
  branch: string;
  /** Where it stands in the roster file, counted from 1. */
  line: number;
}

/** When a step should be done, in minutes from the class's start. */
export type Pace = Partial<Record<`step-${number}`, number>>;

/** A class, whole and valid. */
export interface Roster {
  /** The class's name: 1 to 40 of `a-z0-9-`. It keys the class's state and journals. */
  class: string;
  /** The shared account's number, where it is pinned. */
  account?: string;
  /** ISO 8601, where the plan of the day says it. */
  start?: string;
  pace: Pace;
  /** The accounts' own quotas, where they have others than AWS's defaults. */
  limits?: Partial<Record<'buckets' | 'roles' | 'pipelines' | 'connections', number>>;
  seats: Seat[];
}
