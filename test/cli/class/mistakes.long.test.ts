import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findStep, steps } from '../../../checker/steps/index.ts';
import { type Classroom, openClassroom } from '../../../cli/class/simulate/classroom.ts';
import { learn } from '../../../cli/class/simulate/learner.ts';
import { mistakes } from '../../../cli/class/simulate/mistakes.ts';
import { planClass, type SeatPlan } from '../../../cli/class/simulate/plan.ts';
import { runCheck } from '../../../cli/run-check.ts';
import { findFault } from '../../../practice/faults/index.ts';
import { emptyHome } from '../../support/lab-command.ts';

const home = emptyHome();
let room: Classroom;

/** A seat for each mistake, in turn by terminal and by console where it may befall both. */
const seats = Object.entries(mistakes).flatMap(([mistake, { anyWay }]) =>
  (anyWay ? (['terminal', 'console'] as const) : (['terminal'] as const)).map((way) => ({ mistake, way })),
);

beforeAll(async () => {
  const plan = planClass({ class: 'mistakes', seats: seats.length, faults: 0, seed: 1 });
  plan.seats = plan.seats.map((seat, at): SeatPlan => ({ ...seat, begins: true, ...seats[at] }));
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
  const { id, region, repository } = desk.plan;
  const keys = await desk.s3.config.credentials();
  const { run } = await runCheck({
    values: {},
    steps: which,
    env: {
      ...room.files.exports,
      ...{ AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey },
      ...{ AWS_REGION: region, AWS_DEFAULT_REGION: region, LAB_HOME: join(room.folder, 'learners', id) },
      ...{ LAB_SEAT: id, LAB_REPOSITORY: repository },
    },
  });
  return run.steps
    .flatMap(({ findings }) => findings)
    .filter(({ verdict }) => verdict !== 'pass')
    .map(({ check, cause, found }) => cause ?? `${check}: ${found}`);
}

it('is named by the check of its step while it lasts, and gone when it was repaired', async () => {
  const named: Record<string, string[]> = {};
  const left: Record<string, string[]> = {};
  const upTo8 = steps.slice(0, 8);
  await Promise.all(
    room.desks.map(async (desk, at) => {
      const key = `${desk.plan.mistake} by ${desk.plan.way}`;
      await learn(desk, {
        pass: async () => undefined,
        done: () => undefined,
        mended: () => undefined,
        async stuck(_seat, cause) {
          const step = findStep(mistakes[cause]?.after ?? '');
          named[key] = step === undefined ? [] : await causesAt(at, [step]);
        },
      });
      left[key] = await causesAt(at, upTo8);
    }),
  );
  expect(named).toEqual(
    Object.fromEntries(
      seats.map(({ mistake, way }) => [`${mistake} by ${way}`, expect.arrayContaining([mistake])]),
    ),
  );
  expect(left).toEqual(Object.fromEntries(seats.map(({ mistake, way }) => [`${mistake} by ${way}`, []])));
}, 280_000);

it.each(Object.entries(mistakes))(
  '%s stands in the catalogue at the step after which it happens',
  (id, mistake) => {
    expect(`step-${findFault(id)?.step}`).toBe(mistake.after);
  },
);
