import type { StepFrontMatter } from './step-front-matter.ts';

/** One `export NAME="text"` line of a `values` block: a value that the learner may choose. */
export interface Value {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/** What a command prints, according to the page. `<words>` and a line of three dots match text that differs. */
export interface ExpectedOutput {
  readonly text: string;
  readonly line: number;
}

interface CommandBlock {
  /** The commands exactly as printed, blank lines included. */
  readonly text: string;
  /** The file's line of the first command. */
  readonly line: number;
  /** The heading of its section. */
  readonly section: string;
}

/** A block that a learner types and the runner runs. */
export interface RunBlock extends CommandBlock {
  readonly use: 'run';
  readonly timeoutSeconds: number;
  readonly expectExit: number;
  /** The shell variable with the name of the connection whose handshake a person finishes before this block. */
  readonly handshake?: string;
  /** Set on a `values` block. */
  readonly values?: readonly Value[];
  readonly output?: ExpectedOutput;
}

/** The page's `npm run check step-N`, which the runner passes to its `check` hook. */
export interface CheckBlock extends CommandBlock {
  readonly use: 'check';
  readonly step: string;
}

/** A block that the runner must not run, and why. */
export interface NoRunBlock extends CommandBlock {
  readonly use: 'norun';
  readonly reason: string;
}

export type Block = RunBlock | CheckBlock | NoRunBlock;

/** A place on a page that a link can name. */
export interface Anchor {
  readonly id: string;
  readonly line: number;
}

/** A link from this page to a Markdown page of the course, or to a place on this page. */
export interface Link {
  readonly href: string;
  readonly line: number;
}

/** An image that the page shows. */
export interface Image {
  readonly href: string;
  /** The text alternative. */
  readonly text: string;
  readonly line: number;
}

/** What all pages of the course have, of any kind. */
export interface CoursePage {
  readonly file: string;
  /** The Markdown after the front matter. */
  readonly markdown: string;
  readonly blocks: readonly Block[];
  readonly anchors: readonly Anchor[];
  readonly links: readonly Link[];
  readonly images: readonly Image[];
}

/** The page of one step of the course. */
export interface StepPage extends StepFrontMatter, CoursePage {}
