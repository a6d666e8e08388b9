import { defined } from '../../base/defined.ts';
import { BoardObserver } from './board-observer.ts';
import { accountsOf } from './class-plan.ts';
import { differences } from './compare.ts';
import { runLearners } from './learner.ts';
import type { SimulationOptions } from './options.ts';
import type { Instructor, PollReport, SeatTeardown } from './ports.ts';
import type { SeatReport, SimulationReport } from './report.ts';
import type { Simulation } from './simulation.ts';

const stepCount = 8;

function seatReports(
  simulation: Simulation,
  last: PollReport,
  teardowns: readonly SeatTeardown[],
  givenUp: ReadonlyMap<string, string>,
): SeatReport[] {
  return simulation.plan.seats.map(({ id, account, begins, access }) => {
    const boardSeat = last.seats.find(({ seat }) => seat === id);
    const teardown = teardowns.find(({ seat }) => seat === id)?.state ?? 'not told';
    const passed = boardSeat?.passed ?? [];
    const why = givenUp.get(id);
    const right = begins
      ? passed.length >= stepCount && teardown === 'clean'
      : passed.length < stepCount && teardown === 'not-begun';
    return {
      seat: id,
      account,
      access: access.kind,
      begins,
      passed,
      teardown,
      right,
      status: boardSeat?.status ?? 'not told',
      ...defined({ gaveUp: why }),
    };
  });
}

/**
 * Runs a whole class unattended and as fast as possible. Each mistake lasts until a poll has read it; then
 * follow the teardown and a comparison of the accounts with their state before the class. A learner who gives
 * up is reported with the seat. Rejects when a command of the class fails.
 */
export async function runUnattended(
  simulation: Simulation,
  instructor: Instructor,
  { throttle, kill }: Pick<SimulationOptions, 'throttle' | 'kill'>,
): Promise<SimulationReport> {
  const began = performance.now();
  const before = await simulation.state();
  if (throttle !== undefined) await simulation.throttle(throttle);
  const observer = new BoardObserver(simulation.signal);
  const present = simulation.learners.filter(({ plan }) => plan.begins);
  const last = await observer.pollUntil(runLearners(simulation, observer), instructor);
  const learned = performance.now();
  const { seats: teardowns, killed, ms: teardownMs } = await instructor.teardown(kill);
  const refused = throttle === undefined ? 0 : await simulation.throttled();
  await simulation.throttle(undefined);
  const seats = seatReports(simulation, last, teardowns, observer.givenUp);
  const left = differences(before, await simulation.state());
  const right =
    seats.every((seat) => seat.right) &&
    observer.diagnoses.every((trouble) => trouble.right) &&
    observer.diagnoses.length === present.filter(({ plan }) => plan.mistake !== undefined).length &&
    left.length === 0 &&
    killed === kill;
  return {
    schemaVersion: 1,
    verdict: right ? 'pass' : 'fail',
    class: simulation.plan.class,
    seed: simulation.plan.seed,
    seats,
    troubles: observer.diagnoses,
    accounts: accountsOf(simulation.plan).map((account) => ({
      account,
      seats: simulation.plan.seats.filter((seat) => seat.account === account).length,
      records: Object.keys(before[account] ?? {}).length,
      same: left.every((one) => one.account !== account),
    })),
    differences: left,
    rounds: observer.rounds.map(({ calls, ms }) => ({ calls, ms: Math.round(ms) })),
    calls: {
      learners: simulation.calls(),
      board: observer.rounds.reduce((sum, round) => sum + round.calls, 0),
      refused,
    },
    teardown: { killed, ms: Math.round(teardownMs) },
    ms: {
      lessons: Math.round(learned - began),
      teardown: Math.round(teardownMs),
      all: Math.round(performance.now() - began),
    },
  };
}
