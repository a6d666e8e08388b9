import { CliError } from '../../lab-home/errors.ts';
import { stringOption, type Values } from '../../terminal/command.ts';
import type { ClassSpec } from './class-plan.ts';

/** The options of a simulated class. All are read and validated before anything starts. */
export interface SimulationOptions {
  spec: ClassSpec;
  json: boolean;
  untilDone: boolean;
  /** Calls per second that each service of each account accepts; undefined for no limit. */
  throttle?: number;
  /** Kills the teardown midway. */
  kill: boolean;
}

interface Range {
  min: number;
  max: number;
  usual: number;
  whole: boolean;
}

function numberOf(values: Values, name: string, { min, max, usual, whole }: Range): number {
  const given = stringOption(values, name);
  if (given === undefined) return usual;
  const number = Number(given);
  if (given.trim() !== '' && number >= min && number <= max && (!whole || Number.isInteger(number)))
    return number;
  throw new CliError(`--${name} ${given}: expected a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`);
}

function nameOf(values: Values): string {
  const name = stringOption(values, 'class') ?? 'simulated';
  if (/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) return name;
  throw new CliError(`--class ${name}: expected 1 to 40 of a-z, 0-9 and -, not beginning or ending with -.`);
}

function isJson(values: Values): boolean {
  const reporter = stringOption(values, 'reporter') ?? 'human';
  if (reporter === 'json' || reporter === 'human') return reporter === 'json';
  throw new CliError(`--reporter ${reporter}: expected human or json`);
}

/** Reads the options from the flags. Throws CliError for an invalid value. */
export function readOptions(values: Values): SimulationOptions {
  const whole = true;
  // More seats would exceed the shared account's quota of connections.
  const seats = numberOf(values, 'seats', { min: 1, max: 200, usual: 12, whole });
  const faults = { min: 0, max: seats, usual: Math.round(seats * 0.3), whole };
  const spec: ClassSpec = {
    ...{ class: nameOf(values), seats },
    faults: numberOf(values, 'faults', faults),
    seed: numberOf(values, 'seed', { min: 0, max: 2 ** 32 - 2, usual: 1, whole }),
    speed: numberOf(values, 'speed', { min: 0.1, max: 10_000, usual: 10, whole: false }),
  };
  const json = isJson(values);
  if (values.kill && !json) throw new CliError('--kill goes with --reporter json.');
  const throttle = { min: 1, max: 100_000, usual: 0, whole: false };
  return {
    ...{ spec, json, kill: values.kill === true, untilDone: values['until-done'] === true },
    ...(values.throttle === undefined ? {} : { throttle: numberOf(values, 'throttle', throttle) }),
  };
}
