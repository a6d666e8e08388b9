import { Stopped } from '../account/write/errors.ts';
import { carryOut, type Done } from './carry-out.ts';
import { covers, differences } from './difference.ts';
import { planned, toRemember, unfinished } from './journal.ts';
import { journalOf, type Options } from './options.ts';
import { plan as look, type Plan } from './plan.ts';
import { type Proved, prove } from './prove.ts';

export interface TeardownOptions extends Options {
  /** Prints the plan, asks nothing and changes nothing. */
  dryRun?: boolean;
  /** Goes on with what was confirmed before and never ended. */
  resume?: boolean;
  /** The digest of the plan that may be carried out, or somebody to ask. Without it nothing is deleted. */
  confirm?: string | ((plan: Plan) => Promise<boolean>);
  /** Told the plan before anybody is asked. */
  onPlan?: (plan: Plan) => void;
  /** What a look that was just made has found: it need not be made again, for one more is before any delete. */
  seen?: Plan;
}

export type State =
  /** Nothing of the lab was there. */
  | 'nothing'
  | 'planned'
  /** Something would go, and nobody has confirmed it. */
  | 'unconfirmed'
  | 'declined'
  /** The account is not as it was when the plan was confirmed; nothing was deleted. */
  | 'changed'
  | 'stopped'
  /** Carried out; the proof says what came of it. */
  | 'done';

export interface Result {
  state: State;
  /** As the contract of `lab teardown` has it. */
  exit: 0 | 1 | 2 | 3 | 130;
  plan?: Plan;
  differences?: string[];
  done?: Done[];
  proof?: Proved;
}

type Consent = { given: true } | { given: false; state: State; exit: 1 | 2; differences?: string[] };

/** May this plan be carried out? */
async function consent(options: TeardownOptions, plan: Plan): Promise<Consent> {
  const journal = journalOf(options);
  const now = plan.go.map(toRemember);
  const before = options.resume ? unfinished(journal) : undefined;
  if (before !== undefined && covers(before.things, now)) return { given: true };
  const { confirm } = options;
  if (typeof confirm === 'string') {
    if (confirm === plan.digest) return { given: true };
    const then = planned(journal, confirm);
    const lines =
      then === undefined
        ? [`no plan with the digest ${confirm} is written down here`]
        : differences(then, now);
    return { given: false, state: 'changed', exit: 1, differences: lines };
  }
  if (confirm === undefined) {
    const more = before === undefined ? {} : { differences: differences(before.things, now) };
    return { given: false, state: 'unconfirmed', exit: 2, ...more };
  }
  return (await confirm(plan)) ? { given: true } : { given: false, state: 'declined', exit: 1 };
}

function exitOf(done: readonly Done[], proof: Proved): Result['exit'] {
  if (proof.untold.length > 0 || done.some(({ state }) => state === 'failed')) return 3;
  if (done.some(({ state }) => state === 'refused')) return 1;
  return proof.proved ? 0 : 3;
}

async function run(options: TeardownOptions, tell: (plan: Plan) => void): Promise<Result> {
  const journal = journalOf(options);
  const plan = options.seen ?? (await look(options));
  tell(plan);
  if (plan.go.length > 0)
    journal.write({ event: 'planned', digest: plan.digest, things: plan.go.map(toRemember) });
  options.onPlan?.(plan);
  const clear = plan.untold.length === 0 ? 0 : 3;
  if (options.dryRun) return { state: 'planned', exit: clear, plan };
  const before = unfinished(journal);
  if (plan.go.length === 0) {
    if (before === undefined) return { state: 'nothing', exit: clear, plan };
    const proof = await prove(options, before.things);
    return { state: 'done', exit: exitOf([], proof), plan, done: [], proof };
  }
  const answer = await consent(options, plan);
  if (!answer.given) {
    const { given: _, ...rest } = answer;
    return { ...rest, plan };
  }
  const carried = await carryOut(options, plan);
  if (carried.state === 'changed')
    return { state: 'changed', exit: 1, plan: carried.plan, differences: carried.differences };
  const { done } = carried;
  if (carried.state === 'stopped') return { state: 'stopped', exit: 130, plan, done };
  const ended = done.filter(({ state }) => state === 'deleted' || state === 'gone already');
  const things = ended.map(({ thing }) => toRemember(thing));
  // What an earlier run deleted before it was stopped belongs to this proof.
  const earlier = (before?.things ?? []).filter(({ id }) => !plan.go.some((thing) => thing.id === id));
  const proof = await prove(options, [...things, ...earlier]);
  return { state: 'done', exit: exitOf(done, proof), plan, done, proof };
}

/** The whole way: find, plan, confirm, carry out, prove. Rejects only for faults of the kit. */
export async function teardown(options: TeardownOptions): Promise<Result> {
  let plan: Plan | undefined;
  try {
    return await run(options, (told) => {
      plan = told;
    });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    return { state: 'stopped', exit: 130, ...(plan === undefined ? {} : { plan }) };
  }
}
