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

/** The settings that every phase of a teardown uses. */
export interface Options {
  clients: Clients;
  lab: Lab;
  /** The account that the credentials belong to. The caller takes it from STS. */
  accountId: string;
  /** The journal's file; see `journalFile`. */
  journal: string;
  /** What earlier checks saw of the lab (`seen` of a run). */
  record?: LabRecord;
  /** Limits the teardown to these resource types; without it, every type is included. */
  only?: readonly ResourceTypeName[];
  /** Abort it to stop the teardown between two calls. */
  signal?: AbortSignal;
  onProgress?: (event: ProgressEvent) => void;
  /** How long to wait until AWS reports a deleted resource as gone, in milliseconds (default 60000). */
  waitMs?: number;
  /** Limits the rate of calls where several teardowns run in one account. */
  rateLimiter?: RateLimiter;
  /** Makes the recorder of one scan, through which several teardowns in one account share identical calls. */
  newRecorder?: () => CallRecorder;
}

export const journalOf = ({ journal }: Options): Journal => openJournal(journal);
