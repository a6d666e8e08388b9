import type { Finding } from '../finding.ts';

/** How a step, or a seat, was seen: a finding's verdict, or `unseen` where nothing is known of it. */
export type BoardVerdict = 'pass' | 'fail' | 'waiting' | 'unknown' | 'unseen';

/** One seat on the board, as the page draws it. Times are milliseconds since the epoch. */
export interface BoardRow {
  /** The seat's id, or its number where names are hidden. */
  seat: string;
  name?: string;
  standing: string;
  /** Undefined where nothing was looked at. */
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

/** Seats that are at the same thing, and one message for all of them. */
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

/** A class at one moment: the board of `checker/classroom`, with its last changes in words. */
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
  /** What has changed in the last rounds, newest first. */
  changes: { at: number; text: string }[];
  hidden: boolean;
}

/** What one seat was found to be, as its own checker would say it. */
export interface SeatFindings {
  seat: string;
  /** When it was looked at; undefined: never. */
  lookedAt?: number;
  /** Why nothing could be looked at. */
  trouble?: string;
  steps: { id: string; name: string; title: string; verdict: BoardVerdict; findings: Finding[] }[];
}

/** One class, followed by its owner: how the page hears of it. */
export interface ClassFeed {
  /** Whether a page begins with names hidden. */
  readonly hidesNames: boolean;
  /** The newest board; undefined before the first round has ended. */
  board(hideNames: boolean): ClassBoard | undefined;
  /** Hears of every new board; the answer ends that. */
  onBoard(listener: () => void): () => void;
  /** A seat's newest findings; undefined for a seat that the class does not have. */
  seat(id: string): SeatFindings | undefined;
  /** What has happened that no board says: a round that could not be made. */
  pollError(): string | undefined;
}
