import type { Clients } from '../account/clients.ts';
import type { Gate } from '../account/gate.ts';
import type { Tape } from '../account/tape.ts';
import type { LabRecord } from '../facts/values.ts';
import type { Lab } from '../lab/lab.ts';
import { type Journal, openJournal } from './journal.ts';
import type { KindName, Thing } from './thing.ts';

export type ProgressEvent =
  | { event: 'looking' }
  | { event: 'deleting'; thing: Thing }
  | { event: 'emptying'; thing: Thing; done: number; total: number }
  | { event: 'done'; thing: Thing; state: string }
  | { event: 'proving' };

/** What every step of a teardown needs to know. */
export interface Options {
  clients: Clients;
  lab: Lab;
  /** The account that the credentials belong to: who asked STS says so. */
  accountId: string;
  /** The journal's file; see `journalFile`. */
  journal: string;
  /** What earlier checks saw of the lab (`seen` of a run). */
  record?: LabRecord;
  /** Only things of these kinds; everything that the lab makes where nothing is said. */
  only?: readonly KindName[];
  /** Aborted to stop between two calls. */
  signal?: AbortSignal;
  onProgress?: (event: ProgressEvent) => void;
  /** Milliseconds to wait at most until a deleted thing is seen to be gone (default 60000). */
  waitMs?: number;
  /** Where calls wait for their turn: several teardowns in one account. */
  gate?: Gate;
  /** The tape of one look: several teardowns in one account share what they ask alike. */
  newTape?: () => Tape;
}

export const journalOf = ({ journal }: Options): Journal => openJournal(journal);
