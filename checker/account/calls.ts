import { wrongMember, wrongMemberText } from './answer-shape.ts';
import { attempt } from './attempt.ts';
import type { Clients } from './clients.ts';
import { callErrorOf, isNotFoundError } from './errors.ts';
import { absent, type CallError, type Fact, known, unknown } from './fact.ts';
import type { ReadOperation, WriteOperation } from './operations/declare.ts';
import {
  type InputOf,
  loadService,
  type OperationName,
  type OutputOf,
  type ServiceName,
} from './operations/services.ts';
import { type RateLimiter, unlimited } from './rate-limiter.ts';
import { type CallRecorder, passThrough } from './recording.ts';
import { withRetries } from './retry.ts';

export interface CallCount {
  service: string;
  operation: string;
  count: number;
}

/** Answers by call. The access key ID is part of the key, so runs with different credentials can share a memo. */
export type Memo = Map<string, Promise<Fact<unknown>>>;

export interface CallSettings {
  memo?: Memo;
  /** Aborts all calls of a run; what is not answered by then is unknown with the cause `timeout`. */
  signal?: AbortSignal;
  /** Records the answers, or replays recorded ones. */
  recorder?: CallRecorder;
  /** Limits the rate of calls; without it no call waits. */
  rateLimiter?: RateLimiter;
}

export interface CallOptions {
  region?: string;
  /** Makes the call even if the memo has its answer. */
  fresh?: boolean;
}

/** The only way to read an account. A repeated call returns the first answer, unless it sets `fresh`. */
export interface Calls {
  readonly clients: Clients;
  /** Also for reads of sources other than AWS: git, URLs, the clock. */
  readonly recorder: CallRecorder;
  /** Aborts all calls of the run. */
  readonly signal: AbortSignal | undefined;
  /** Limits the rate of calls; presigned GETs use it too. */
  readonly rateLimiter: RateLimiter;
  /** Returns errors of AWS and of the network as facts. Throws for an operation that is not declared as a read. */
  read<S extends ServiceName, O extends OperationName<S>>(
    service: S,
    operation: O,
    input: InputOf<S, O>,
    options?: CallOptions,
  ): Promise<Fact<OutputOf<S, O>>>;
  /** Counts a call that does not go through `read`, such as a presigned GET. */
  count(service: ServiceName, operation: string): void;
  /** The number of calls actually made, by operation. */
  counts(): CallCount[];
}

/** Milliseconds within which an answer must be complete. */
const callTimeoutMs = 30_000;

interface Sender {
  send(command: object, options: { abortSignal: AbortSignal }): Promise<unknown>;
}

/** Reads an object's body into bytes: a stream can be read only once, but the memo returns an answer many times. */
async function readBody(response: unknown): Promise<unknown> {
  const { Body, ...rest } = response as { Body?: { transformToByteArray(): Promise<Uint8Array> } };
  return Body === undefined ? response : { ...rest, Body: await Body.transformToByteArray() };
}

/**
 * The error of a 200 that AWS does not send: it comes from a proxy, or from a server that is not AWS. It lacks the field
 * that every answer has, or a member is of another type. Undefined for every other answer.
 */
function invalidResponse(
  service: string,
  operation: string,
  { actions, requiredField }: ReadOperation,
  command: object,
  response: unknown,
): CallError | undefined {
  const invalid = (code: string, message: string): CallError => ({
    cause: 'other',
    service,
    operation,
    actions,
    code,
    message,
  });
  if (requiredField !== undefined && (response as Record<string, unknown>)[requiredField] === undefined)
    return invalid('HollowAnswer', `the answer holds no ${requiredField}: it is not one of AWS's`);
  const wrong = wrongMember(command, response);
  if (wrong === undefined) return undefined;
  return invalid('InvalidAnswer', `${wrongMemberText(wrong)}: the answer is not one of AWS's`);
}

/** Throws for an operation that the checker may not call, which is a bug in the kit. */
async function readOperation(service: ServiceName, operation: string): Promise<ReadOperation> {
  const { operations } = await loadService[service]();
  const declared = (operations as Readonly<Record<string, ReadOperation | WriteOperation>>)[operation];
  if (declared?.kind !== 'read')
    throw new Error(`${service} ${operation} is not declared as a read in checker/account/operations/`);
  return declared;
}

export function makeCalls(clients: Clients, settings: CallSettings = {}): Calls {
  const memo: Memo = settings.memo ?? new Map();
  const counts = new Map<string, CallCount>();
  const { signal, recorder = passThrough, rateLimiter = unlimited } = settings;
  let principal: Promise<string> | undefined;

  /** The access key ID. It is part of the memo's key, because other credentials can get other answers. */
  function callerKey(): Promise<string> {
    principal ??= clients.credentials().then(
      ({ accessKeyId }) => accessKeyId,
      () => 'nobody',
    );
    return principal;
  }

  function count(service: ServiceName, operation: string): void {
    const before = counts.get(`${service} ${operation}`)?.count ?? 0;
    counts.set(`${service} ${operation}`, { service, operation, count: before + 1 });
  }

  async function call(
    service: ServiceName,
    operation: string,
    input: object,
    region: string,
  ): Promise<Fact<unknown>> {
    count(service, operation);
    const declared = await readOperation(service, operation);
    try {
      const client = await clients.get(service, region);
      const command = new declared.command(input);
      const limits = { stall: clients.stall, timeoutMs: callTimeoutMs, signal };
      const send = () =>
        attempt(limits, async (abortSignal) =>
          // A command can be sent once only.
          readBody(await (client as unknown as Sender).send(new declared.command(input), { abortSignal })),
        );
      let attempts = 0;
      const scheduled = () => rateLimiter.schedule(service, attempts++ > 0, send);
      const response = await withRetries(scheduled, signal);
      const invalid = invalidResponse(service, operation, declared, command, response);
      return invalid === undefined ? known(response) : unknown(invalid);
    } catch (error) {
      const callError = callErrorOf(service, operation, error, declared.actions);
      return isNotFoundError(declared, error) ? absent(callError.code) : unknown(callError);
    }
  }

  /** Returns the memo's answer, or makes the call. */
  async function memoized(
    service: ServiceName,
    operation: string,
    input: object,
    region: string,
    fresh: boolean,
  ): Promise<Fact<unknown>> {
    const key = JSON.stringify([
      await callerKey(),
      clients.endpoint ?? '',
      region,
      service,
      operation,
      input,
    ]);
    const response = (fresh ? undefined : memo.get(key)) ?? call(service, operation, input, region);
    memo.set(key, response);
    return response;
  }

  return {
    clients,
    recorder,
    signal,
    rateLimiter,
    async read<S extends ServiceName, O extends OperationName<S>>(
      service: S,
      operation: O,
      input: InputOf<S, O>,
      options: CallOptions = {},
    ): Promise<Fact<OutputOf<S, O>>> {
      const region = options.region ?? clients.region;
      const request = { service, operation, region, input: input as object };
      const fact = await recorder.call(request, () =>
        memoized(service, operation, input as object, region, options.fresh === true),
      );
      return fact as Fact<OutputOf<S, O>>;
    },
    count,
    counts: () =>
      [...counts.values()].sort((a, b) =>
        `${a.service} ${a.operation}` < `${b.service} ${b.operation}` ? -1 : 1,
      ),
  };
}
