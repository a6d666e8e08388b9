import { type Memo, makeCalls } from '../account/calls.ts';
import type { Clients } from '../account/clients.ts';
import type { RateLimiter } from '../account/rate-limiter.ts';
import type { CallRecorder } from '../account/recording.ts';
import { newAccountWriter } from '../account/write/account-writer.ts';
import type { LabRecord } from '../facts/values.ts';
import { type Lab, namesOf } from '../lab/lab.ts';
import type { JournaledResource } from './journal.ts';
import { readPipelineInventory } from './pipeline-inventory.ts';
import type { AccountScan, PipelineInventory } from './types.ts';

export interface ScanOptions {
  clients: Clients;
  lab: Lab;
  accountId: string;
  signal?: AbortSignal | undefined;
  record?: LabRecord | undefined;
  /** Limits the rate of calls where several teardowns run in one account. */
  rateLimiter?: RateLimiter | undefined;
  /** Makes the recorder of one scan, through which several teardowns in one account share identical calls. */
  newRecorder?: (() => CallRecorder) | undefined;
}

class NoMemo extends Map {
  override set(): this {
    return this;
  }
}

export function newScan(options: ScanOptions, journaled: readonly JournaledResource[]): AccountScan {
  const { clients, lab, accountId, signal, rateLimiter, newRecorder } = options;
  const limited = rateLimiter === undefined ? {} : { rateLimiter };
  const recorder = newRecorder?.();
  const settings = {
    ...limited,
    ...(signal === undefined ? {} : { signal }),
    ...(recorder === undefined ? {} : { recorder }),
  };
  let inventory: Promise<PipelineInventory> | undefined;
  const scan: AccountScan = {
    lab,
    names: namesOf(lab, accountId),
    accountId,
    calls: makeCalls(clients, settings),
    uncached: makeCalls(clients, { ...limited, memo: new NoMemo() as Memo }),
    writer: newAccountWriter(clients, signal, rateLimiter),
    journaled,
    record: options.record ?? {},
    rateLimiter,
    newRecorder,
    inventory() {
      inventory ??= readPipelineInventory(scan);
      return inventory;
    },
  };
  return scan;
}
