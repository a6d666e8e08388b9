import { bound } from '../checker/account/bound.ts';
import { type Calls, type Memo, makeCalls } from '../checker/account/calls.ts';
import type { Clients } from '../checker/account/clients.ts';
import { pipeline, pipelines } from '../checker/account/codepipeline.ts';
import type { Trouble } from '../checker/account/fact.ts';
import type { Gate } from '../checker/account/gate.ts';
import type { quickGit } from '../checker/account/sources/quick-git.ts';
import { check } from '../checker/engine/check.ts';
import type { Run } from '../checker/engine/run.ts';
import { type Lab, type LabNames, labFrom, namesOf, SettingsError } from '../checker/lab/lab.ts';
import { type Step, steps } from '../checker/steps/index.ts';
import { type Kept, looking, questionsBehind } from './kept.ts';
import { listed } from './listed.ts';
import type { Seat } from './seat.ts';
import { signsOf } from './signs.ts';
import type { Slots } from './slots.ts';

/** What a look at a seat came to: a run of the checks, or what stood in the way of all of them. */
export type SeatLook = {
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
  | { kind: 'trouble'; trouble: Trouble }
);

/** Of step 1, what is true of the account; the rest is of the machine and the session that look, not the learner's. */
const ofTheAccount = ['credentials.identity', 'credentials.account'];

/** Steps 1 to 8, as somebody else than the learner can judge them. */
export const seatSteps: readonly Step[] = steps
  .filter(({ name }) => name !== 'cleanup')
  .map((step) =>
    step.name === 'credentials'
      ? { ...step, checks: step.checks.filter(({ id }) => ofTheAccount.includes(id)) }
      : step,
  );

/** The lab's settings of a seat. */
export const labOf = ({ id, region, repository, branch }: Seat): Lab =>
  labFrom({ region, branch, seat: id, ...(repository === undefined ? {} : { repository }) });

/** A seat whose repository the roster does not tell: what its pipeline takes its source from, once there is one. */
async function withRepository(lab: Lab, calls: Calls, names: LabNames): Promise<Lab> {
  const there = await pipelines(calls);
  if (there.state !== 'known' || !there.value.items.some(({ name }) => name === names.pipeline)) return lab;
  const built = await pipeline(calls, names.pipeline);
  const repository =
    built.state === 'known' ? built.value.stages[0]?.actions[0]?.configuration.FullRepositoryId : undefined;
  try {
    return repository === undefined ? lab : labFrom({ ...lab, repository });
  } catch (error) {
    // The pipeline names something that is no repository: step 5 says so.
    if (error instanceof SettingsError) return lab;
    throw error;
  }
}

/** Whose repository a seat's is, the roster says: what an instructor's own settings say reaches no seat. */
const byRoster = ({ id, line }: Seat, fix: string) =>
  fix.replace(/npx lab init --repository (\S+)/, (_command, told: string, place: number) => {
    const name = told.startsWith('YOUR_') ? 'OWNER/NAME' : told;
    return `${place === 0 ? 'Put' : 'put'} ${name} into the roster, line ${line}, as the repository of seat ${id}`;
  });

/** What a look needs besides the seat. */
export interface Ground {
  clients: Clients;
  account: string;
  /** The account's answers of this round, for all of its seats. */
  memo: Memo;
  gate: Gate;
  /** How many questions to the git host may be under way at once. */
  git: Slots;
  /** Base of the git host's address, and how its repositories are reached. */
  gitUrl: string;
  remoteOf: ReturnType<typeof quickGit>;
  timeoutMs: number;
  signal: AbortSignal | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * Looks at one seat: the same checks as its learner's. `kept` is what is known from earlier looks; what is given
 * again out of it is told by `oldest`. Answers what is to be kept for the next one.
 */
export async function lookAt(
  seat: Seat,
  kept: Kept,
  ground: Ground,
): Promise<{ look: SeatLook; kept: Kept }> {
  const { clients, account, memo, gate, git, gitUrl, remoteOf, timeoutMs, signal } = ground;
  const now = ground.now();
  const told = labOf(seat);
  const first = bound(timeoutMs, signal);
  const calls = makeCalls(clients, { memo, gate, signal: first.signal });
  const names = namesOf(told, account);
  const signs = await signsOf(calls, names);
  const lab = told.repository === undefined ? await withRepository(told, calls, names) : told;
  first.end();
  const moved = signs === undefined || signs !== kept.signs;
  const { tape, answers, oldest } = looking(kept, { now, moved }, async (asked, ask) => {
    if (asked.service === 'git') return git.run(ask);
    return ((await listed(calls, asked)) as Awaited<ReturnType<typeof ask>> | undefined) ?? ask();
  });
  const run = await check({
    ...{ lab, clients, steps: seatSteps, memo, gate, tape, gitUrl, remoteOf, timeoutMs, now },
    ...(signal === undefined ? {} : { signal }),
  });
  run.calls = [...calls.counts(), ...run.calls];
  for (const one of run.steps.flatMap(({ findings }) => findings)) one.fix = byRoster(seat, one.fix);
  const at = run.steps.find(({ verdict }) => verdict !== 'pass');
  const open = questionsBehind(seatSteps.filter(({ id }) => id === at?.id));
  const again = oldest();
  return {
    look: {
      ...{ kind: 'seen', seat: seat.id, at: now, account, run, repository: lab.repository },
      ...(again === undefined ? {} : { oldest: again }),
    },
    kept: { answers: answers(), open, ...(signs === undefined ? {} : { signs }) },
  };
}
