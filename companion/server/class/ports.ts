import type { Finding } from '../finding.ts';

/** The verdict of a step: a finding's verdict, or `unseen` when the step was not checked. */
export type BoardVerdict = 'pass' | 'fail' | 'waiting' | 'unknown' | 'unseen';

/** One seat on the board, as the page shows it. Times are milliseconds since the epoch. */
export interface BoardRow {
  /** The seat's id, or its number when names are hidden. */
  seat: string;
  name?: string;
  standing: string;
  /** Undefined when the seat was never checked. */
  since?: number;
  steps: { id: string; name: string; verdict: BoardVerdict }[];
  at?: {
    step: string;
    name: string;
    title: string;
    verdict: BoardVerdict;
    cause?: string;
    found?: string;
    fix?: string;
    /** `labs/steps/step-3-bucket.md#check-bucket-exists` */
    link: string;
    since: number;
  };
  trouble?: string;
  hand?: { text?: string; at: number };
  behind?: { step: string; minutes: number };
  lookedAt?: number;
  oldest?: number;
  source: 'account' | 'evidence';
  gone?: true;
}

/** Seats that fail by the same cause, or at the same check without a known cause, and one message for all of them. */
export interface BoardGroup {
  key: string;
  cause?: string;
  title: string;
  step: string;
  name: string;
  link: string;
  seats: string[];
  stuck: number;
  message: string;
}

/** A class at one moment: the board of classroom/board.ts, and its last changes in words. */
export interface ClassBoard {
  class: string;
  now: number;
  verdict: string;
  rows: BoardRow[];
  standings: Record<string, number>;
  totals: { id: string; name: string; counts: Record<BoardVerdict, number> }[];
  groups: BoardGroup[];
  /** The plan of the day: minutes since the class began, and the last step that should be done by now. */
  plan?: { minute: number; due?: string };
  /** The changes of the last polls, newest first. */
  changes: { at: number; text: string }[];
  hidden: boolean;
}

/** A board as a static page shows it. */
export interface StaticBoard {
  /** The newest board; undefined if no round has succeeded yet. */
  board: ClassBoard | undefined;
  /** The error of the last round. */
  trouble: string | undefined;
  /** Seconds after which a browser loads the page again. */
  refreshSeconds: number;
}

/** The module that renders a board as a static page: the bundle `dist/static-board.js`. */
export interface StaticBoardRenderer {
  /** A tag that identifies the pages that a board exported. */
  generatorTag: string;
  /** The page in one file: it has no script, loads nothing, and refreshes itself. `cssHash` is the SHA-256 in base64. */
  staticBoardPage(page: StaticBoard, styles: { css: string; cssHash: string }): string;
}

/** The findings of one seat, as its own checker would report them. */
export interface SeatFindings {
  seat: string;
  /** When the seat was last checked; undefined when it never was. */
  lookedAt?: number;
  /** Why the seat could not be checked. */
  trouble?: string;
  steps: { id: string; name: string; title: string; verdict: BoardVerdict; findings: Finding[] }[];
}

/** The feed of one class: its owner polls the class, and the page reads the results here. */
export interface ClassFeed {
  /** Whether the page hides names at first. */
  readonly hidesNames: boolean;
  /** The newest board; undefined until the first poll has ended. */
  board(hideNames: boolean): ClassBoard | undefined;
  /** Calls the listener on every new board. The returned function unsubscribes it. */
  onBoard(listener: () => void): () => void;
  /** A seat's newest findings; undefined for a seat that the class does not have. */
  seat(id: string): SeatFindings | undefined;
  /** The error or the remarks of the last poll, which the board does not contain; undefined when there are none. */
  pollError(): string | undefined;
}
