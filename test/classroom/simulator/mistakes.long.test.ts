import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findStep, steps } from '../../../checker/steps/index.ts';
import { type Classroom, openClassroom } from '../../../classroom/simulator/classroom.ts';
import { learn } from '../../../classroom/simulator/learner.ts';
import { mistakes } from '../../../classroom/simulator/mistakes.ts';
import { planClass } from '../../../classroom/simulator/plan.ts';
import type { SeatPlan } from '../../../classroom/simulator/types.ts';
import { slots } from '../../../classroom/slots.ts';
import { runCheck } from '../../../lab-home/run-check.ts';
import { findFault } from '../../../practice/misconfigurations/index.ts';
import { emptyHome } from '../../kit/lab-command.ts';

const home = emptyHome();
let room: Classroom;

/** Two seats for each mistake: by terminal with a seat's policy, and by console in an account of one's own; where it may. */
const seats = Object.entries(mistakes).flatMap(([mistake, { unless }]) => [
  ...(unless === 'shared' ? [] : [{ mistake, way: 'terminal' as const, place: 'shared' as const }]),
  { mistake, way: unless === 'wizard' ? ('terminal' as const) : ('console' as const), place: 'own' as const },
]);

beforeAll(async () => {
  const plan = planClass({ class: 'mistakes', seats: seats.length, faults: 0, seed: 1, speed: 1 });
  const own = { access: { kind: 'profile', profile: 'own' }, account: '300000000001' } as const;
  plan.seats = plan.seats.map((seat, at): SeatPlan => {
    const { place, ...more } = seats[at] ?? { place: 'shared' as const };
    const where = place === 'own' ? own : ({ access: { kind: 'shared' }, account: plan.shared } as const);
    return { ...seat, begins: true, ...where, ...more };
  });
  room = await openClassroom(plan, { ...process.env, LAB_HOME: home }, new AbortController().signal);
}, 120_000);
afterAll(async () => {
  await room?.close();
  rmSync(home, { recursive: true, force: true });
});

/** What the checker says of a seat's steps, as the seat's own learner sees it. */
async function causesAt(at: number, which: readonly (typeof steps)[number][]) {
  const desk = room.desks[at];
  if (desk === undefined) throw new Error(`no desk ${at}`);
  const { run } = await runCheck({ values: {}, steps: which, env: desk.env });
  return run.steps
    .flatMap(({ findings }) => findings)
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ check, cause, found }) => cause ?? `${check}: ${found}`);
}

it('is named by the check of its step while it lasts, and gone when it was repaired', async () => {
  const named: Record<string, string[]> = {};
  const left: Record<string, string[]> = {};
  const upTo8 = steps.slice(0, 8);
  // So many at once that nobody's calls wait for longer than a check does.
  const places = slots(8);
  await Promise.all(
    room.desks.map((desk, at) =>
      places.run(async () => {
        const key = `${desk.plan.mistake} by ${desk.plan.way}, ${desk.plan.access.kind}`;
        const learned = learn(desk, {
          pass: async () => undefined,
          done: () => undefined,
          mended: () => undefined,
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
      room.plan.seats.map(({ mistake, way, access }) => [
        `${mistake} by ${way}, ${access.kind}`,
        expect.arrayContaining([mistake]),
      ]),
    ),
  );
  expect(left).toEqual(
    Object.fromEntries(
      room.plan.seats.map(({ mistake, way, access }) => [`${mistake} by ${way}, ${access.kind}`, []]),
    ),
  );
}, 280_000);

it.each(Object.entries(mistakes))(
  '%s stands in the catalogue at the step after which it happens',
  (id, mistake) => {
    expect(`step-${findFault(id)?.step}`).toBe(mistake.after);
  },
);
