import type { Clients } from '../account/clients.ts';
import type { RateLimiter } from '../account/rate-limiter.ts';
import type { CallRecorder } from '../account/recording.ts';
import type { LabRecord } from '../facts/values.ts';
import type { Lab } from '../lab/lab.ts';
import { type Journal, openJournal } from './journal.ts';
import type { Resource, ResourceTypeName } from './resource.ts';

export type ProgressEvent =
  | { event: 'scanning' }
  | { event: 'deleting'; resource: Resource }
  | { event: 'emptying'; resource: Resource; done: number; total: number }
  | { event: 'done'; resource: Resource; state: string }
  | { event: 'verifying' };

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
  only?: readonly ResourceTypeName[];
  /** Aborted to stop between two calls. */
  signal?: AbortSignal;
  onProgress?: (event: ProgressEvent) => void;
  /** Milliseconds to wait at most until a deleted thing is seen to be gone (default 60000). */
  waitMs?: number;
  /** Where calls wait for their turn: several teardowns in one account. */
  rateLimiter?: RateLimiter;
  /** The tape of one look: several teardowns in one account share what they ask alike. */
  newRecorder?: () => CallRecorder;
}

export const journalOf = ({ journal }: Options): Journal => openJournal(journal);
