import { type Fact, unknown } from './fact.ts';

/** One request of a run: a call to AWS, or a read of git, the clone, a URL or the clock. */
export interface CallRequest {
  service: string;
  operation: string;
  /** The region of a call to AWS. */
  region?: string;
  input: object;
}

/** A request and its answer. */
export interface RecordedCall extends CallRequest {
  fact: Fact<unknown>;
}

/**
 * Every answer of a run passes through a recorder, which makes the call, makes and records it, or replays the
 * answer of an earlier run. A recorded run can therefore be judged again without network, git, clock or files.
 */
export interface CallRecorder {
  call<T>(request: CallRequest, send: () => Promise<Fact<T>>): Promise<Fact<T>>;
}

/** Makes each call and records nothing. */
export const passThrough: CallRecorder = { call: (_request, send) => send() };

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns equal keys for equal requests, whatever the order of the input's fields. */
export function keyOf({ service, operation, region = '', input }: CallRequest): string {
  return JSON.stringify([service, operation, region, input], sorted);
}

/** Makes each call and records its answer. `recordedCalls` returns the calls so far, sorted by their keys. */
export function newRecorder(): CallRecorder & { recordedCalls(): RecordedCall[] } {
  const recorded = new Map<string, RecordedCall>();
  return {
    async call(request, send) {
      const fact = await send();
      recorded.set(keyOf(request), { ...request, fact });
      return fact;
    },
    recordedCalls: () =>
      [...recorded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, recordedCall]) => recordedCall),
  };
}

/** Replays recorded answers and never makes a call. A request that was not recorded is unknown. */
export function replayer(calls: readonly RecordedCall[]): CallRecorder {
  const recorded = new Map(calls.map((call) => [keyOf(call), call.fact]));
  return {
    async call<T>(request: CallRequest) {
      const fact = recorded.get(keyOf(request)) as Fact<T> | undefined;
      return fact ?? notRecorded(request);
    },
  };
}

function notRecorded({ service, operation }: CallRequest): Fact<never> {
  const message = 'this was not asked when the evidence was saved';
  return unknown({ cause: 'evidence', service, operation, actions: [], code: 'NotInEvidence', message });
}
