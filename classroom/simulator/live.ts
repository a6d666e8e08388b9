import { setTimeout as pause } from 'node:timers/promises';
import { runLearners, type SimulationHooks } from './learner.ts';
import { randomFrom } from './random.ts';
import type { Simulation } from './simulation.ts';

/**
 * How long a learner searches for the repair: 8 to 25 minutes of the class, drawn from the seed for each
 * seat.
 */
function repairTime(simulation: Simulation): (seat: string) => number {
  const random = randomFrom(simulation.plan.seed + 1);
  const minutes = new Map(simulation.plan.seats.map(({ id }) => [id, 8 + random() * 17]));
  return (seat) => minutes.get(seat) ?? 8;
}

const elapsedText = (started: number, speed: number) => {
  const minutes = Math.floor(((performance.now() - started) / 60_000) * speed);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};

/**
 * Runs the class at its speed and prints what happens. Resolves when all present learners are done or have
 * given up, with the seats that gave up. Rejects when stopped.
 */
export async function runLive(simulation: Simulation, print: (text: string) => void): Promise<string[]> {
  const { speed } = simulation.plan;
  const started = performance.now();
  const wait = (minutes: number) =>
    pause((minutes * 60_000) / speed, undefined, { signal: simulation.signal });
  const minutesUntilRepair = repairTime(simulation);
  const nameOf = new Map(simulation.plan.seats.map(({ id, name }) => [id, name]));
  const report = (seat: string, text: string) =>
    print(`${elapsedText(started, speed)}  ${seat}  ${nameOf.get(seat)} ${text}`);
  const gaveUpSeats: string[] = [];
  const hooks: SimulationHooks = {
    wait: wait,
    stepDone: (seat, step) => report(seat, `has done ${step}`),
    fixed: (seat, cause) => report(seat, `has repaired ${cause}`),
    async stuck(seat, cause, helpRequest) {
      report(seat, `is stuck: ${cause}${helpRequest === undefined ? '' : ', and has raised a hand'}`);
      await wait(minutesUntilRepair(seat));
    },
    gaveUp(seat, why) {
      gaveUpSeats.push(seat);
      report(seat, `has given up: ${why}`);
    },
  };
  await runLearners(simulation, hooks);
  return gaveUpSeats;
}
