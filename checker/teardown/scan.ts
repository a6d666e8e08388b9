import { setMaxListeners } from 'node:events';
import { defined } from '../../base/defined.ts';
import { type Calls, type Memo, makeCalls } from '../account/calls.ts';
import type { Clients } from '../account/clients.ts';
import type { RateLimiter } from '../account/rate-limiter.ts';
import type { CallRecorder } from '../account/recording.ts';
import { regionsBeside } from '../account/regions.ts';
import { sharedReads } from '../account/shared-reads.ts';
import { type Lab, type LabNames, namesOf } from '../lab/lab.ts';
import type { JournalView, LabRecord } from '../lab/lab-record.ts';
import { searchAccount } from './account-search.ts';
import { readExplanation } from './explanation.ts';
import { readPipelineInventory } from './pipeline-inventory.ts';
import type { AccountScan, AccountSearch, PipelineInventory, RunState, ScanExplanation } from './types.ts';

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
  /** The regions to search. Default: every region of the partition. */
  searchRegions?: readonly string[] | undefined;
  /** `false` searches only for the lab's own names. */
  isThorough?: boolean | undefined;
  /** The calls of a check, for a look that is part of one. Without them the scan makes its own. */
  calls?: Calls | undefined;
  /** What the scans of this run share. Without it, a run of this region alone begins. */
  run?: RunState | undefined;
}

class NoMemo extends Map {
  override set(): this {
    return this;
  }
}

const callSettings = ({ signal, rateLimiter }: Pick<ScanOptions, 'signal' | 'rateLimiter'>) => ({
  ...defined({ rateLimiter, signal }),
});

/** Begins a run that includes these regions. Its scans share what is read once a run. */
export function newRun(
  options: ScanOptions,
  regions: readonly string[] = [options.lab.region],
  /** Calls whose answers are already shared, such as those of a class's seats in one account. */
  calls = options.calls ?? makeCalls(options.clients, callSettings(options)),
): RunState {
  // Every call in flight listens to the signal, and a search makes many.
  if (options.signal !== undefined) setMaxListeners(0, options.signal);
  return {
    calls,
    regions,
    newRecorder: options.newRecorder ?? sharedReads(),
    labPipelines: new Set(),
    labRoles: new Set(),
    pipelineRoles: new Set(),
    proofs: new Map(),
    searchRegions: options.searchRegions ?? regionsBeside(options.lab.region),
    isThorough: options.isThorough ?? true,
    explanations: new Map(),
    searches: new Map(),
  };
}

const emptyView: JournalView = { confirmed: [], open: [], adopted: [], notMine: [], kept: [] };

/** Starts a scan. */
export function newScan(options: ScanOptions, journal: JournalView = emptyView): AccountScan {
  const { clients, lab, accountId } = options;
  const run = options.run ?? newRun(options);
  const settings = callSettings(options);
  const names = namesOf(lab, accountId);
  const { names: _, ...withoutOverrides } = lab;
  const derived: LabNames = namesOf(withoutOverrides, accountId);
  let inventory: Promise<PipelineInventory> | undefined;
  let explanation: Promise<ScanExplanation> | undefined;
  const scan: AccountScan = {
    lab,
    names,
    accountId,
    journal,
    run,
    ownNames: (kind) => [...new Set([names[kind], derived[kind]])],
    calls: options.calls ?? makeCalls(clients, { ...settings, recorder: run.newRecorder() }),
    uncached: options.calls ?? makeCalls(clients, { ...settings, memo: new NoMemo() as Memo }),
    record: options.record ?? {},
    measured: new Map(),
    again: () => newScan({ ...options, run }, journal),
    inventory() {
      inventory ??= readPipelineInventory(scan);
      return inventory;
    },
    search() {
      const search: Promise<AccountSearch> = run.searches.get(lab.region) ?? searchAccount(scan);
      run.searches.set(lab.region, search);
      return search;
    },
    explanation() {
      explanation ??= readExplanation(scan);
      return explanation;
    },
  };
  return scan;
}
