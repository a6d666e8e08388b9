import { type Fact, unknown } from './fact.ts';

/** One question to the world outside: a call of AWS's, or one to git, the clone, an address, the clock. */
export interface CallRequest {
  service: string;
  operation: string;
  /** Where AWS was asked. */
  region?: string;
  input: object;
}

/** A question and what was answered. */
export interface RecordedCall extends CallRequest {
  fact: Fact<unknown>;
}

/**
 * Every answer of a run comes through a tape: asked for now, asked for and noted, or taken from what was noted
 * in an earlier run. So a run can be judged again without any network, git, clock or file.
 */
export interface CallRecorder {
  call<T>(request: CallRequest, send: () => Promise<Fact<T>>): Promise<Fact<T>>;
}

/** Asks, and notes nothing. */
export const passThrough: CallRecorder = { call: (_request, send) => send() };

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same for the same question, in whichever order its input was put together. */
export function keyOf({ service, operation, region = '', input }: CallRequest): string {
  return JSON.stringify([service, operation, region, input], sorted);
}

/** Asks, and notes what was answered. `answers` are those that have come so far, in the order of their keys. */
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

/** Answers from what was noted, and never asks: what was not noted is unknown. */
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
