import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findStep, steps } from '../../../checker/steps/index.ts';
import { semaphore } from '../../../classroom/account-pool/semaphore.ts';
import { drawClass } from '../../../classroom/simulator/class-plan.ts';
import { runLearner } from '../../../classroom/simulator/learner.ts';
import { mistakes } from '../../../classroom/simulator/mistakes.ts';
import { openSimulation, type Simulation } from '../../../classroom/simulator/simulation.ts';
import type { SeatPlan } from '../../../classroom/simulator/types.ts';
import { runCheck } from '../../../lab-home/run-check.ts';
import { findMisconfiguration } from '../../../practice/misconfigurations/index.ts';
import { emptyHome } from '../../kit/lab-command.ts';

const home = emptyHome();
let simulation: Simulation;

/**
 * Two seats for each mistake, where it is possible: one in the terminal with a seat's policy, one in the console in its
 * own account.
 */
const seats = Object.entries(mistakes).flatMap(([mistake, { unless }]) => [
  ...(unless === 'shared' ? [] : [{ mistake, method: 'terminal' as const, place: 'shared' as const }]),
  {
    mistake,
    method: unless === 'wizard' ? ('terminal' as const) : ('console' as const),
    place: 'own' as const,
  },
]);

beforeAll(async () => {
  const plan = drawClass({ class: 'mistakes', seats: seats.length, faults: 0, seed: 1, speed: 1 });
  const own = { access: { kind: 'profile', profile: 'own' }, account: '300000000001' } as const;
  plan.seats = plan.seats.map((seat, at): SeatPlan => {
    const { place, ...more } = seats[at] ?? { place: 'shared' as const };
    const where = place === 'own' ? own : ({ access: { kind: 'shared' }, account: plan.shared } as const);
    return { ...seat, begins: true, ...where, ...more };
  });
  simulation = await openSimulation(plan, { ...process.env, LAB_HOME: home }, new AbortController().signal);
}, 120_000);
afterAll(async () => {
  await simulation?.close();
  rmSync(home, { recursive: true, force: true });
});

/** The findings for a seat's steps as that seat's learner sees them. */
async function causesAt(at: number, which: readonly (typeof steps)[number][]) {
  const learner = simulation.learners[at];
  if (learner === undefined) throw new Error(`no desk ${at}`);
  const { run } = await runCheck({ values: {}, steps: which, env: learner.env });
  return run.steps
    .flatMap(({ findings }) => findings)
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ check, cause, found }) => cause ?? `${check}: ${found}`);
}

it('is named by the check of its step while it lasts, and gone after the repair', async () => {
  const named: Record<string, string[]> = {};
  const left: Record<string, string[]> = {};
  const upTo8 = steps.slice(0, 8);
  // The number is small enough that no call waits for longer than a check.
  const pool = semaphore(8);
  await Promise.all(
    simulation.learners.map((learner, at) =>
      pool.run(async () => {
        const key = `${learner.plan.mistake} by ${learner.plan.method}, ${learner.plan.access.kind}`;
        const learned = runLearner(learner, {
          wait: async () => undefined,
          stepDone: () => undefined,
          fixed: () => undefined,
          gaveUp: () => undefined,
          async stuck(_seat, cause) {
            const step = findStep(mistakes[cause]?.after ?? '');
            named[key] = step === undefined ? [] : await causesAt(at, [step]);
          },
        });
        left[key] = await learned.then(
          () => causesAt(at, upTo8),
          (error: Error) => [error.message],
        );
      }),
    ),
  );
  expect(named).toEqual(
    Object.fromEntries(
      simulation.plan.seats.map(({ mistake, method, access }) => [
        `${mistake} by ${method}, ${access.kind}`,
        expect.arrayContaining([mistake]),
      ]),
    ),
  );
  expect(left).toEqual(
    Object.fromEntries(
      simulation.plan.seats.map(({ mistake, method, access }) => [
        `${mistake} by ${method}, ${access.kind}`,
        [],
      ]),
    ),
  );
}, 280_000);

it.each(Object.entries(mistakes))(
  '%s is in the catalog at the step after which it happens',
  (id, mistake) => {
    expect(`step-${findMisconfiguration(id)?.step}`).toBe(mistake.after);
  },
);
