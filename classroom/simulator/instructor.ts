import { setTimeout as pause } from 'node:timers/promises';
import { defined } from '../../base/defined.ts';
import type { CallCount } from '../../checker/account/calls.ts';
import type { StepId } from '../../checker/lab/lab.ts';
import { CliError } from '../../lab-home/errors.ts';
import { parseDocument, runLabCommand } from './lab-command.ts';
import type { BoardSeat, Instructor, PollReport } from './ports.ts';
import type { Simulation } from './simulation.ts';

/** The fields of `lab class status --reporter json` that are read here. */
interface StatusDocument {
  seats: {
    seat: string;
    standing: string;
    steps: { id: StepId; verdict: string }[];
    at?: { cause?: string; check: string };
    hand?: { text?: string };
  }[];
  round?: { took: number; accounts: { calls: CallCount[] }[] };
  remarks: string[];
}

function boardSeatOf({ seat, standing, steps, at, hand }: StatusDocument['seats'][number]): BoardSeat {
  return {
    seat,
    status: standing,
    ...(at?.cause === undefined ? {} : { cause: at.cause }),
    ...defined({ check: at?.check }),
    ...(hand?.text === undefined ? {} : { helpRequest: hand.text }),
    passed: steps.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id),
  };
}

const callsIn = ({ round }: StatusDocument) =>
  (round?.accounts ?? []).flatMap(({ calls }) => calls).reduce((sum, { count }) => sum + count, 0);

/** The fields of `lab class teardown --reporter json` that are read here. */
interface TeardownDocument {
  digest: string | null;
  seats: { id: string; state: string }[];
}

/** How often the accounts are read to find the moment for killing a teardown: milliseconds. */
const killPollMs = 40;

/**
 * An instructor who runs the class's commands in separate processes, with the files that were written for it.
 */
export function openInstructor(simulation: Simulation): Instructor {
  const { files, evidenceFolder, path, signal } = simulation;
  const env = { ...files.exports, PATH: path, HOME: simulation.folder };

  async function runLab<T>(args: readonly string[]): Promise<T> {
    return parseDocument<T>(await runLabCommand({ args, env, signal }), args);
  }

  const teardownArgs = (...flags: string[]) => [
    'class',
    'teardown',
    files.roster,
    '--reporter',
    'json',
    ...flags,
  ];

  /** Counts the class's remaining pipelines, which a teardown deletes first. */
  async function countPipelines(): Promise<number> {
    const names = new Set(simulation.learners.map(({ names }) => names.pipeline));
    const keys = Object.values(await simulation.state()).flatMap((records) => Object.keys(records));
    return keys.filter(
      (key) => key.startsWith('codepipeline/pipelines ') && names.has(key.split('/').at(-1) ?? ''),
    ).length;
  }

  /**
   * Kills a teardown (kill -9) once some pipelines are deleted and some are left. Answers whether that
   * succeeded.
   */
  async function killMidway(args: readonly string[]): Promise<boolean> {
    const total = await countPipelines();
    let hasEnded = false;
    const killer = new AbortController();
    const ended = runLabCommand({ args, env, signal, kill: killer.signal }).finally(() => {
      hasEnded = true;
    });
    while (!hasEnded) {
      const left = await countPipelines();
      if (left > 0 && left < total) killer.abort();
      else await pause(killPollMs, undefined, { signal });
    }
    return (await ended).exit === 'signal';
  }

  return {
    async poll(): Promise<PollReport> {
      const began = performance.now();
      const statusArgs = [files.roster, '--evidence', evidenceFolder];
      const document = await runLab<StatusDocument>(['class', 'status', ...statusArgs, '--reporter', 'json']);
      if (document.remarks.length > 0)
        throw new CliError(`The board remarked: ${document.remarks.join(' ')}`, 1);
      return {
        seats: document.seats.map(boardSeatOf),
        calls: callsIn(document),
        ms: performance.now() - began,
      };
    },

    async teardown(kill) {
      const began = performance.now();
      const { digest } = await runLab<TeardownDocument>(teardownArgs('--dry-run'));
      if (digest === null) throw new CliError('The plan of the teardown has no digest.', 1);
      const confirm = teardownArgs('--confirm', digest);
      const wasKilled = kill && (await killMidway(confirm));
      const { seats } = await runLab<TeardownDocument>(kill ? teardownArgs('--resume') : confirm);
      return {
        seats: seats.map(({ id, state }) => ({ seat: id, state })),
        killed: wasKilled,
        ms: performance.now() - began,
      };
    },
  };
}
