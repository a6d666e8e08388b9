import type { Calls } from '../account/calls.ts';
import type { Pipeline } from '../account/codepipeline.ts';
import type { Fact, Trouble } from '../account/fact.ts';
import type { Gate } from '../account/gate.ts';
import type { Tape } from '../account/tape.ts';
import type { Hands } from '../account/write/hands.ts';
import type { LabRecord } from '../facts/values.ts';
import type { Lab, LabNames } from '../lab/lab.ts';
import type { Remembered } from './journal.ts';
import type { Contents, Findings, KindName, Progress, Thing } from './thing.ts';

/** One kind of thing that the lab makes. Adding a kind is adding a file and a line in kinds/index.ts. */
export interface Kind {
  name: KindName;
  /** What a person calls it: "deploy bucket". */
  title: string;
  /** The kinds that have to be gone before this one is deleted. */
  after: readonly KindName[];
  /** All things of this kind that might be the lab's, with their proofs. */
  find(look: Look): Promise<Findings>;
  /** Counts what a thing holds. */
  measure?(thing: Thing, look: Look): Promise<Fact<Contents>>;
  /** Deletes it. Throws Troubled when it could not, Stopped between two calls. */
  delete(thing: Thing, hands: Hands, look: Look, progress: Progress): Promise<void>;
  /** `absent` once it is seen to be gone. */
  gone(thing: Thing, look: Look): Promise<Fact<unknown>>;
}

/** One look at the account: every answer in it is at most as old as the look, and none is asked for twice. */
export interface Look {
  readonly lab: Lab;
  readonly names: LabNames;
  readonly accountId: string;
  readonly calls: Calls;
  /** For listings as long as a bucket: asks again each time and keeps no answer. */
  readonly stream: Calls;
  /** For the two listings that are in the teardown's own table. */
  readonly hands: Hands;
  readonly remembered: readonly Remembered[];
  /** What earlier checks saw of the lab: names to look for, a proof only where a name is never used again. */
  readonly record: LabRecord;
  readonly gate: Gate | undefined;
  readonly newTape: (() => Tape) | undefined;
  /** The account's pipelines, and which of them is the lab's. Read once a look. */
  survey(): Promise<Survey>;
}

/** A pipeline, with every string of its definition: whatever it names stands among them. */
export interface Surveyed {
  name: string;
  strings: readonly string[];
}

/** The account's pipelines in the lab's region. */
export interface Survey {
  /** The pipeline of the lab's name, whosever it is. */
  candidate: Fact<Thing>;
  /** The lab's own pipeline, once proven to be. */
  own?: Pipeline & Surveyed;
  /** All others: also one of the lab's name that is not proven to be the lab's. */
  others: Surveyed[];
  /** Why other pipelines could not be read: whatever they use is not known. */
  unread: Trouble[];
}
