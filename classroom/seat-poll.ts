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
import { type AnswerCache, cachingRecorder, operationsBehind } from './answer-cache.ts';
import { answerFromListing } from './answer-from-listing.ts';
import { changeFingerprint } from './change-fingerprint.ts';
import type { Seat } from './seat.ts';
import type { Semaphore } from './semaphore.ts';

/** What a look at a seat came to: a run of the checks, or what stood in the way of all of them. */
export type SeatPoll = {
  seat: string;
  /** When it was looked at: milliseconds since the epoch. */
  at: number;
  /** The account, where it is known. */
  account?: string;
} & (
  | {
      kind: 'seen';
      run: Run;
      /** Whose commits are looked for; undefined while nobody has said it. */
      repository: string | undefined;
      /** Set when no account was asked, but evidence of the learner's own judged: its file's name. */
      evidence?: string;
      /** When the oldest answer behind it was answered, where it was not all asked just now. */
      oldest?: number;
    }
  | { kind: 'failed'; error: CallError }
);

/** Of step 1, what is true of the account; the rest is of the machine and the session that look, not the learner's. */
const accountChecks = ['credentials.identity', 'credentials.account'];

/** Steps 1 to 8, as somebody else than the learner can judge them. */
export const seatSteps: readonly Step[] = steps
  .filter(({ name }) => name !== 'cleanup')
  .map((step) =>
    step.name === 'credentials'
      ? { ...step, checks: step.checks.filter(({ id }) => accountChecks.includes(id)) }
      : step,
  );

/** The lab's settings of a seat. */
export const labOf = ({ id, region, repository, branch }: Seat): Lab =>
  labFrom({ region, branch, seat: id, ...(repository === undefined ? {} : { repository }) });

/** A seat whose repository the roster does not tell: what its pipeline takes its source from, once there is one. */
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
    // The pipeline names something that is no repository: step 5 says so.
    if (error instanceof SettingsError) return lab;
    throw error;
  }
}

/** Whose repository a seat's is, the roster says: what an instructor's own settings say reaches no seat. */
const withRosterFix = ({ id, line }: Seat, fix: string) =>
  fix.replace(/npx lab init --repository (\S+)/, (_command, suggested: string, offset: number) => {
    const name = suggested.startsWith('YOUR_') ? 'OWNER/NAME' : suggested;
    return `${offset === 0 ? 'Put' : 'put'} ${name} into the roster, line ${line}, as the repository of seat ${id}`;
  });

/** What a look needs besides the seat. */
export interface SeatContext {
  clients: Clients;
  account: string;
  /** The account's answers of this round, for all of its seats. */
  memo: Memo;
  rateLimiter: RateLimiter;
  /** How many questions to the git host may be under way at once. */
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
 * Looks at one seat: the same checks as its learner's. `kept` is what is known from earlier looks; what is given
 * again out of it is told by `oldest`. Answers what is to be kept for the next one.
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
    ...{ lab, clients, steps: seatSteps, memo, rateLimiter, recorder, gitUrl, remoteOf, timeoutMs, now },
    ...(signal === undefined ? {} : { signal }),
  });
  run.calls = [...calls.counts(), ...run.calls];
  for (const finding of run.steps.flatMap(({ findings }) => findings))
    finding.fix = withRosterFix(seat, finding.fix);
  const blockedStep = run.steps.find(({ verdict }) => verdict !== 'pass');
  const pendingOperations = operationsBehind(seatSteps.filter(({ id }) => id === blockedStep?.id));
  const oldestAnswer = oldest();
  return {
    poll: {
      ...{ kind: 'seen', seat: seat.id, at: now, account, run, repository: lab.repository },
      ...(oldestAnswer === undefined ? {} : { oldest: oldestAnswer }),
    },
    cache: { answers: answers(), pendingOperations, ...(fingerprint === undefined ? {} : { fingerprint }) },
  };
}
