import { defined } from '../base/defined.ts';
import { type Calls, type Memo, makeCalls } from '../checker/account/calls.ts';
import type { Clients } from '../checker/account/clients.ts';
import { pipeline, pipelines } from '../checker/account/codepipeline.ts';
import { startDeadline } from '../checker/account/deadline.ts';
import type { CallError } from '../checker/account/fact.ts';
import type { RateLimiter } from '../checker/account/rate-limiter.ts';
import type { gitOverHttp } from '../checker/account/sources/git-over-http.ts';
import { check } from '../checker/engine/check.ts';
import type { Run } from '../checker/engine/run.ts';
import { type Lab, type LabNames, labFrom, namesOf, SettingsError } from '../checker/lab/lab.ts';
import { type Step, steps } from '../checker/steps/index.ts';
import type { Instructions } from '../checker/steps/instructions.ts';
import type { Semaphore } from './account-pool/semaphore.ts';
import { type AnswerCache, cachingRecorder, operationsBehind } from './answer-cache.ts';
import { answerFromListing } from './answer-from-listing.ts';
import { changeFingerprint } from './change-fingerprint.ts';
import type { Seat } from './seat.ts';

/** The result of polling a seat: a run of the checks, or the error that prevented it. */
export type SeatPoll = {
  seat: string;
  /** When the seat was polled: milliseconds since the epoch. */
  at: number;
  /** The account, where it is known. */
  account?: string;
} & (
  | {
      kind: 'seen';
      run: Run;
      /** The seat's repository; undefined while neither the roster nor a pipeline names it. */
      repository: string | undefined;
      /** The name of the evidence file, where the learner's evidence was judged and no account was read. */
      evidence?: string;
      /**
       * When the oldest answer was given (milliseconds since the epoch), where earlier answers were reused.
       */
      oldest?: number;
    }
  | { kind: 'failed'; error: CallError }
);

/**
 * The checks of step 1 that judge the account. The others judge the machine that runs them: the instructor's.
 */
const accountChecks = ['credentials.identity', 'credentials.account'];

/** Steps 1 to 8, reduced to what an instructor's machine can judge. */
export const seatSteps: readonly Step[] = steps
  .filter(({ name }) => name !== 'cleanup')
  .map((step) =>
    step.name === 'credentials'
      ? { ...step, checks: step.checks.filter(({ id }) => accountChecks.includes(id)) }
      : step,
  );

/** The lab's settings of a seat. */
export const labOf = ({ id, region, repository, branch }: Seat): Lab =>
  labFrom({ region, branch, seat: id, ...defined({ repository }) });

/**
 * Adds the repository of a seat for which the roster has none: the source of its pipeline, once that exists.
 */
async function withRepository(lab: Lab, calls: Calls, names: LabNames): Promise<Lab> {
  const listing = await pipelines(calls);
  if (listing.state !== 'known' || !listing.value.items.some(({ name }) => name === names.pipeline))
    return lab;
  const definition = await pipeline(calls, names.pipeline);
  const repository =
    definition.state === 'known'
      ? definition.value.stages[0]?.actions[0]?.configuration.FullRepositoryId
      : undefined;
  try {
    return repository === undefined ? lab : labFrom({ ...lab, repository });
  } catch (error) {
    // The pipeline's source is not a valid repository name. A check of step 5 reports that.
    if (error instanceof SettingsError) return lab;
    throw error;
  }
}

/** Points a fix to the roster: `lab init` would change the instructor's settings, which no seat uses. */
const rosterInstructions = ({ id, line }: Seat): Partial<Instructions> => ({
  setRepository: (suggestion = 'OWNER/NAME') =>
    `Put ${suggestion} into the roster, line ${line}, as the repository of seat ${id}`,
});

/** What polling a seat needs besides the seat. */
export interface SeatContext {
  clients: Clients;
  account: string;
  /** The account's answers in this poll, shared by all of its seats. */
  memo: Memo;
  rateLimiter: RateLimiter;
  /** Limits the concurrent requests to the git host. */
  gitSemaphore: Semaphore;
  /** Base of the git host's address, and how its repositories are reached. */
  gitUrl: string;
  remoteOf: ReturnType<typeof gitOverHttp>;
  timeoutMs: number;
  signal: AbortSignal | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Polls one seat with the checks that its learner runs. `cache` has the answers of earlier polls; `oldest` of
 * the result reports the age of reused ones. Answers the cache for the next poll, too.
 */
export async function pollSeat(
  seat: Seat,
  cache: AnswerCache,
  context: SeatContext,
): Promise<{ poll: SeatPoll; cache: AnswerCache }> {
  const { clients, account, memo, rateLimiter, gitSemaphore, gitUrl, remoteOf, timeoutMs, signal } = context;
  const now = context.now();
  const rosterLab = labOf(seat);
  const fingerprintDeadline = startDeadline(timeoutMs, signal);
  const calls = makeCalls(clients, { memo, rateLimiter, signal: fingerprintDeadline.signal });
  const names = namesOf(rosterLab, account);
  const fingerprint = await changeFingerprint(calls, names);
  const lab = rosterLab.repository === undefined ? await withRepository(rosterLab, calls, names) : rosterLab;
  fingerprintDeadline.clear();
  const changed = fingerprint === undefined || fingerprint !== cache.fingerprint;
  const { recorder, answers, oldest } = cachingRecorder(cache, { now, changed }, async (call, send) => {
    if (call.service === 'git') return gitSemaphore.run(send);
    return ((await answerFromListing(calls, call)) as Awaited<ReturnType<typeof send>> | undefined) ?? send();
  });
  const run = await check({
    lab,
    clients,
    steps: seatSteps,
    memo,
    rateLimiter,
    recorder,
    gitUrl,
    remoteOf,
    timeoutMs,
    now,
    instructions: rosterInstructions(seat),
    ...defined({ signal }),
  });
  run.calls = [...calls.counts(), ...run.calls];
  const blockedStep = run.steps.find(({ verdict }) => verdict !== 'pass');
  const pendingOperations = operationsBehind(seatSteps.filter(({ id }) => id === blockedStep?.id));
  const oldestAnswer = oldest();
  return {
    poll: {
      kind: 'seen',
      seat: seat.id,
      at: now,
      account,
      run,
      repository: lab.repository,
      ...defined({ oldest: oldestAnswer }),
    },
    cache: { answers: answers(), pendingOperations, ...defined({ fingerprint }) },
  };
}
