/** How the instructor's machine reaches the account that a seat works in. */
export type Access =
  /** The class's shared account, with the credentials that the command itself runs with. */
  | { kind: 'shared' }
  /** The seat's own account, through a profile of this machine's AWS configuration. */
  | { kind: 'profile'; profile: string }
  /** The seat's own account, through a role that the command's credentials assume. */
  | { kind: 'role'; roleArn: string; externalId?: string };

/** One learner's place in a class. Its id is the lab's `seat` setting, so every derived name contains it. */
export interface Seat {
  /** 1 to 12 of `a-z0-9-`, unique in the class. */
  id: string;
  /** The name that the board shows, unless names are hidden. */
  name: string;
  access: Access;
  region: string;
  /** `owner/name` at the git host; undefined where the roster does not name it. */
  repository?: string;
  branch: string;
  /** The seat's line in the roster file, counted from 1. */
  line: number;
}

/** When a step should be done, in minutes from the class's start. */
export type Pace = Partial<Record<`step-${number}`, number>>;

/** A class whose roster is complete and valid. */
export interface Roster {
  /** The class's name: 1 to 40 of `a-z0-9-`. It keys the class's state and journals. */
  class: string;
  /** The shared account's id, where the roster pins it. */
  account?: string;
  /** When the class starts (ISO 8601), where the roster says so. */
  start?: string;
  pace: Pace;
  /** The accounts' quotas, where they differ from AWS's defaults. */
  limits?: Partial<Record<'buckets' | 'roles' | 'pipelines' | 'connections', number>>;
  seats: Seat[];
}
