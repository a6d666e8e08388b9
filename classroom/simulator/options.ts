import { defined } from '../../base/defined.ts';
import { CliError } from '../../lab-home/errors.ts';
import { decimal, integer } from '../../terminal/number-options.ts';
import type { ValuesOf } from '../../terminal/option-values.ts';
import { flag, oneOf, text } from '../../terminal/options.ts';
import type { ClassSpec } from './class-plan.ts';

/** The options of a simulated class. All are validated before anything starts. */
export interface SimulationOptions {
  spec: ClassSpec;
  json: boolean;
  untilDone: boolean;
  /** Calls per second that each service of each account accepts; undefined for no limit. */
  throttle?: number;
  /** Kills the teardown midway. */
  kill: boolean;
}

/** The options of `lab class simulate`. */
export const simulationOptions = {
  seats: integer({
    // More seats would exceed the shared account's quota of connections.
    min: 1,
    max: 200,
    default: 12,
    help: 'how many learners; one in eight has an account of their own, by profile or role',
  }),
  faults: integer({
    min: 0,
    max: 200,
    defaultText: '3 in 10',
    help: 'how many get stuck, each on another cause of the catalogue',
  }),
  seed: integer({ min: 0, max: 2 ** 32 - 2, default: 1, help: 'the same seed draws the same class' }),
  class: text({
    value: 'NAME',
    default: 'simulated',
    help: 'its name; its files are in .lab/simulated/NAME and go with it',
    accepts: {
      read: (given) => (/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(given) ? given : undefined),
      expected: '1 to 40 of a-z, 0-9 and -, not beginning or ending with -',
      example: 'simulated',
    },
  }),
  speed: decimal({
    min: 0.1,
    max: 10_000,
    default: 10,
    help: 'minutes of the class in one minute of the clock',
  }),
  'until-done': flag(
    'ends when all learners are done (exit code 1 if one had to give up); else it serves until Ctrl-C',
  ),
  throttle: decimal({
    min: 1,
    max: 100_000,
    help: 'calls a second that each account may make of each service: AWS says "too many" to all others',
  }),
  reporter: oneOf(
    {
      human: '',
      json: 'as fast as it goes, followed on the board to the end, torn down, compared with before; one document',
    },
    { default: 'human' },
  ),
  kill: flag('with --reporter json: the teardown is killed (kill -9) in the middle, and resumed'),
};

/** Combines the values of the options. Throws CliError for values that contradict each other. */
export function readOptions(values: ValuesOf<typeof simulationOptions>): SimulationOptions {
  const { seats, seed, speed, throttle, kill } = values;
  const { faults = Math.round(seats * 0.3) } = values;
  if (faults > seats)
    throw new CliError(
      `--faults ${faults}: expected a whole number from 0 to ${seats}, the number of seats.`,
    );
  const json = values.reporter === 'json';
  if (kill && !json) throw new CliError('--kill goes with --reporter json.');
  return {
    spec: { class: values.class, seats, faults, seed, speed },
    json,
    kill,
    untilDone: values['until-done'],
    ...defined({ throttle }),
  };
}
