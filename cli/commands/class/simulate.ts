import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { seatCount } from '../../../classroom/report/words.ts';
import {
  readOptions,
  type SimulationOptions,
  simulationOptions,
} from '../../../classroom/simulator/options.ts';
import type { Simulation } from '../../../classroom/simulator/simulation.ts';
import type { Io } from '../../../terminal/command.ts';
import { defineCommand } from '../../framework/command.ts';

const shortPath = (file: string) => {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
};

function introduction({ plan, files, evidenceFolder }: Simulation): string {
  const [env, roster] = [shortPath(files.env), shortPath(files.roster)];
  // Ten minutes of the class in real minutes, and at least one, the minimum of --stuck-after.
  const soon = Math.max(1, Math.round(10 / plan.speed));
  const ownAccounts = plan.seats.filter(({ access }) => access.kind !== 'shared').length;
  return `A simulated class of ${plan.seats.length}: ${seatCount(plan.seats.length - ownAccounts)} in one account, ${ownAccounts} in accounts of their own. Seed ${plan.seed}, ${plan.speed} times as fast as a day.

In another terminal, in this folder:

    . ${env}
    npx lab class status ${roster} --evidence ${shortPath(evidenceFolder)} --stuck-after ${soon} --watch
    npx lab class teardown ${roster} --dry-run

The first line leads that terminal to the simulated class; close it afterwards.

`;
}

/** Resolves when the user presses Ctrl-C. */
const interrupted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });

async function runLiveClass(
  simulation: Simulation,
  { throttle, untilDone }: SimulationOptions,
  io: Io,
): Promise<number> {
  const { runLive } = await import('../../../classroom/simulator/live.ts');
  io.stdout(introduction(simulation));
  if (throttle !== undefined) await simulation.throttle(throttle);
  const gaveUp = await runLive(simulation, (line) => io.stdout(`${line}\n`));
  const end = gaveUp.length === 0 ? 'All are done.' : `All are done but ${gaveUp.join(', ')}.`;
  if (untilDone) {
    io.stdout(`\n${end} The accounts end with the class.\n`);
    return gaveUp.length === 0 ? 0 : 1;
  }
  io.stdout(`\n${end} The class stays as it is for you to look at, and to tear down. Ctrl-C ends it.\n`);
  await Promise.race([interrupted(io.signal), simulation.died]);
  return 130;
}

async function printReport(simulation: Simulation, options: SimulationOptions, io: Io): Promise<number> {
  const [{ runUnattended }, { openInstructor }] = await Promise.all([
    import('../../../classroom/simulator/unattended.ts'),
    import('../../../classroom/simulator/instructor.ts'),
  ]);
  const report = await runUnattended(simulation, openInstructor(simulation), options);
  io.stdout(`${JSON.stringify(report, null, 2)}\n`);
  return report.verdict === 'pass' ? 0 : 1;
}

export const command = defineCommand({
  name: 'class simulate',
  description:
    'Rehearses a class: learners at different speeds, some of them stuck, in a practice account of its own.',
  options: simulationOptions,
  notes: [
    'Nobody of it touches AWS, or a class of yours: its accounts, its roster, its state and its journals are its own. It prints what to type in another terminal: the board, one round, the teardown.',
    "With --reporter json: exit code 0 when each stuck learner's cause was named rightly, all who came passed, the teardown called every seat clean, and every account is as it was before; else 1.",
  ],
  examples: [
    'npx lab class simulate',
    'npx lab class simulate --seats 40 --speed 30',
    'npx lab class simulate --seats 40 --faults 12 --throttle 20 --reporter json',
  ],
  async run(values, _positionals, io) {
    const options = readOptions(values);
    const [{ drawClass }, { openSimulation }] = await Promise.all([
      import('../../../classroom/simulator/class-plan.ts'),
      import('../../../classroom/simulator/simulation.ts'),
    ]);
    const simulation = await openSimulation(drawClass(options.spec), io.env, io.signal);
    try {
      return await (options.json ? printReport : runLiveClass)(simulation, options, io);
    } catch (error) {
      if (io.signal.aborted) return 130;
      throw error;
    } finally {
      await simulation.close();
      rmSync(simulation.folder, { recursive: true, force: true });
    }
  },
});
