import { setTimeout as pause } from 'node:timers/promises';
import type { CallCount } from '../../checker/account/calls.ts';
import type { StepId } from '../../checker/lab/lab.ts';
import { CliError } from '../../lab-home/errors.ts';
import type { Classroom } from './classroom.ts';
import { documentIn, typed } from './command.ts';
import type { Instructor, RoundSeen, Sight } from './door.ts';

/** What of `lab class status --reporter json` is read here. */
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

function sightOf({ seat, standing, steps, at, hand }: StatusDocument['seats'][number]): Sight {
  return {
    ...{ seat, status: standing },
    ...(at?.cause === undefined ? {} : { cause: at.cause }),
    ...(at === undefined ? {} : { check: at.check }),
    ...(hand?.text === undefined ? {} : { hand: hand.text }),
    passed: steps.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id),
  };
}

const callsIn = ({ round }: StatusDocument) =>
  (round?.accounts ?? []).flatMap(({ calls }) => calls).reduce((sum, { count }) => sum + count, 0);

/** What of `lab class teardown --reporter json` is read here. */
interface TeardownDocument {
  digest: string | null;
  seats: { id: string; state: string }[];
}

/** How often the accounts are looked at while a teardown is to be killed, in milliseconds. */
const glance = 40;

/** An instructor at a terminal of their own, led to the class by the files that were written for it. */
export function openInstructor(room: Classroom): Instructor {
  const { files, handedIn, path, signal } = room;
  const env = { ...files.exports, PATH: path, HOME: room.folder };

  async function type<T>(args: readonly string[]): Promise<T> {
    return documentIn<T>(await typed({ args, env, signal }), args);
  }

  const teardown = (...how: string[]) => [
    ...['class', 'teardown', files.roster, '--reporter', 'json'],
    ...how,
  ];

  /** The pipelines of the class that are still there: a teardown begins with them. */
  async function pipelines(): Promise<number> {
    const names = new Set(room.desks.map(({ names }) => names.pipeline));
    const keys = Object.values(await room.state()).flatMap((records) => Object.keys(records));
    return keys.filter(
      (key) => key.startsWith('codepipeline/pipelines ') && names.has(key.split('/').at(-1) ?? ''),
    ).length;
  }

  /** Kills a teardown (kill -9) once something is gone and something is left. Answers whether it came to that. */
  async function killed(args: readonly string[]): Promise<boolean> {
    const there = await pipelines();
    let over = false;
    let kill = () => {};
    const ended = typed({
      ...{ args, env, signal },
      onStart: (child) => {
        kill = () => void child.kill('SIGKILL');
      },
    }).finally(() => {
      over = true;
    });
    while (!over) {
      const left = await pipelines();
      if (left > 0 && left < there) kill();
      else await pause(glance, undefined, { signal });
    }
    // A process that was killed has no exit code.
    return (await ended).exit === null;
  }

  return {
    async look(): Promise<RoundSeen> {
      const began = performance.now();
      const where = [files.roster, '--evidence', handedIn];
      const document = await type<StatusDocument>(['class', 'status', ...where, '--reporter', 'json']);
      if (document.remarks.length > 0)
        throw new CliError(`The board remarked: ${document.remarks.join(' ')}`, 1);
      return { seats: document.seats.map(sightOf), calls: callsIn(document), ms: performance.now() - began };
    },

    async sweep(kill) {
      const began = performance.now();
      const { digest } = await type<TeardownDocument>(teardown('--dry-run'));
      if (digest === null) throw new CliError('The plan of the teardown has no digest.', 1);
      const confirm = teardown('--confirm', digest);
      const died = kill && (await killed(confirm));
      const { seats } = await type<TeardownDocument>(kill ? teardown('--resume') : confirm);
      return {
        seats: seats.map(({ id, state }) => ({ seat: id, state })),
        ...{ killed: died, ms: performance.now() - began },
      };
    },
  };
}
