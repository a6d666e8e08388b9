import { setMaxListeners } from 'node:events';
import { defined } from '../../base/defined.ts';
import { type CallCount, type Memo, makeCalls } from '../account/calls.ts';
import type { Clients } from '../account/clients.ts';
import { known, unknown } from '../account/fact.ts';
import { identity } from '../account/sts.ts';
import { check, defaultTimeoutMs } from '../engine/check.ts';
import type { Run } from '../engine/run.ts';
import { readLeftovers } from '../facts/leftovers.ts';
import type { RegionSettings } from '../facts/values.ts';
import type { GivenFlags } from '../lab/commands.ts';
import { type Lab, namesOf } from '../lab/lab.ts';
import type { LabRecord } from '../lab/lab-record.ts';
import { findStep } from '../steps/index.ts';
import { costFinding } from './cost.ts';
import { leftoverFindings } from './leftovers.ts';
import { nameFindings } from './names.ts';
import { permissionFindings } from './permissions.ts';
import { type Section, section } from './section.ts';
import { serviceFindings } from './services.ts';

export interface ExamineRequest {
  lab: Lab;
  clients: Clients;
  regions: RegionSettings;
  /** Called with the account's number before any other call. `examine` rejects with what it throws. */
  requireAccount?: (account: string) => void;
  /** The time limit of the whole examination, in milliseconds. */
  timeoutMs?: number;
  /** Milliseconds since the epoch. */
  now?: number;
  /** What earlier checks and teardowns on this machine saw of the lab in this account. */
  record?: (account: string) => LabRecord | undefined;
  /** The flags that the user gave, for the commands that are printed. */
  given?: GivenFlags;
}

/** The state of an account before the lab starts. */
export interface Examination extends Pick<Run, 'credentials' | 'identity' | 'live' | 'leftovers'> {
  sections: Section[];
  calls: CallCount[];
}

/**
 * Examines an account before the first step: the credentials, the lab's services and names, the caller's permissions,
 * leftovers of earlier runs, and what the lab can cost. It only reads. Rejects only for a bug in the kit, or with
 * what `requireAccount` throws.
 */
export async function examine(request: ExamineRequest): Promise<Examination> {
  const { lab, clients, regions, timeoutMs = defaultTimeoutMs, now = Date.now() } = request;
  const memo: Memo = new Map();
  const signal = AbortSignal.timeout(timeoutMs);
  // Every call in flight adds a listener, and Node warns when a signal has more than ten.
  setMaxListeners(0, signal);
  const credentials = findStep('credentials');
  if (credentials === undefined) throw new Error('there is no step credentials');
  const since = performance.now();
  const calls = makeCalls(clients, { memo, signal });
  const caller = await identity(calls);
  if (caller.state === 'known') request.requireAccount?.(caller.value.account);
  const run = await check({
    lab,
    clients,
    regions,
    memo,
    since,
    timeoutMs,
    now,
    steps: [credentials],
    findsLive: true,
  });
  const seen = {
    ...defined({ credentials: run.credentials, identity: run.identity, live: run.live }),
  };
  if (caller.state !== 'known')
    return { ...seen, sections: run.steps, calls: mergedCounts([...run.calls, ...calls.counts()]) };
  const { account } = caller.value;
  const names = namesOf(lab, account);
  const live =
    run.live === undefined
      ? unknown({
          cause: 'timeout' as const,
          service: 'the doctor',
          operation: 'live',
          actions: [],
          code: 'Timeout',
          message: `not found out within ${timeoutMs / 1000} s`,
        })
      : known(run.live);
  const record = request.record?.(account);
  const [services, nameChecks, permissions, leftovers] = await Promise.all([
    serviceFindings(calls, lab),
    nameFindings(calls, lab, names, account),
    permissionFindings(calls, lab, names, caller.value),
    readLeftovers(calls, lab, account, record),
  ]);
  const left = leftoverFindings(leftovers, { names, live, now, given: request.given ?? {} });
  return {
    ...seen,
    leftovers,
    sections: [
      ...run.steps,
      section('services', `The services in ${lab.region}`, services),
      section('names', 'The names that the lab gives', nameChecks),
      ...(permissions.length === 0 ? [] : [section('permissions', 'What you may do', permissions)]),
      section('earlier', 'What is left of earlier runs', left),
      section('cost', 'The bill', [costFinding]),
    ],
    calls: mergedCounts([...run.calls, ...calls.counts()]),
  };
}

/** Each operation once, with its total count. */
function mergedCounts(counts: readonly CallCount[]): CallCount[] {
  const sums = new Map<string, CallCount>();
  for (const one of counts) {
    const key = `${one.service} ${one.operation}`;
    sums.set(key, { ...one, count: one.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums].sort(([a], [b]) => a.localeCompare(b)).map(([, one]) => one);
}
