import { defined } from '../../base/defined.ts';
import { stepId, stepNames } from '../../checker/lab/lab.ts';
import { labQuotas, type Quota } from '../quotas.ts';
import type { Pace, Roster } from '../seat.ts';
import { type Cell, headKeys, type Problem, type RawRoster, unknownKey } from './raw-roster.ts';
import { type RosterContext, regionProblem, settingProblem, textIn } from './seats.ts';

/** The values of the class itself, without its seats. */
export interface Head extends Omit<Roster, 'seats'> {
  region: string | undefined;
  branch: string;
  /** The account's own quotas, where they differ from AWS's defaults. */
  quotas: Partial<Record<Quota['resource'], number>>;
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

const steps = new Map<string, `step-${number}`>(
  stepNames.flatMap((name) => [
    [name, stepId(name)],
    [stepId(name), stepId(name)],
  ]),
);

type ReportProblem = (line: number, message: string) => void;

/** Reads a map of whole numbers under known keys, and reports every problem in it. */
function numbersOf<K extends string>(
  cell: Cell | undefined,
  {
    what,
    unit,
    known,
    report,
    suggest,
  }: { what: string; unit: string; known: ReadonlyMap<string, K>; report: ReportProblem } & Pick<
    RosterContext,
    'suggest'
  >,
): { key: K; value: number; line: number }[] {
  if (cell === undefined || cell.value === '') return [];
  if (!(cell.value instanceof Map)) {
    report(cell.line, `${what}: expected keys such as ${[...known.keys()][0]}: 15`);
    return [];
  }
  return [...cell.value].flatMap(([name, { line, value }]) => {
    const key = known.get(name);
    if (key === undefined) report(line, unknownKey(`key of ${what}`, name, [...known.keys()], suggest));
    const text = typeof value === 'string' ? value : '';
    const isValid = /^\d{1,6}$/.test(text);
    if (!isValid) report(line, `${what}.${name}: expected ${unit}, a whole number`);
    return key === undefined || !isValid ? [] : [{ key, value: Number(text), line }];
  });
}

function paceOf(cell: Cell | undefined, report: ReportProblem, suggest: RosterContext['suggest']): Pace {
  const minutes = numbersOf(cell, {
    what: 'pace',
    unit: 'minutes from the start',
    known: steps,
    report,
    suggest,
  });
  const inOrder = [...minutes].sort((a, b) => a.key.localeCompare(b.key));
  for (const [at, { key, value, line }] of inOrder.entries()) {
    const before = inOrder[at - 1];
    if (before?.key === key) report(line, `pace: ${key} is planned twice`);
    else if (before !== undefined && before.value > value)
      report(line, `pace: ${key} at ${value} minutes comes before ${before.key} at ${before.value}`);
  }
  return Object.fromEntries(inOrder.map(({ key, value }) => [key, value]));
}

/** Validates the class's own values. `defaults` has the values for keys that the file leaves out. */
export function headOf(
  { head, rows }: RawRoster,
  defaults: { class: string; region?: string },
  context: RosterContext,
): { head: Head; problems: Problem[] } {
  const problems: Problem[] = [];
  const report: ReportProblem = (line, message) => void problems.push({ line, message });
  const lineOf = (key: string) => head.get(key)?.line ?? 1;
  for (const [key, { value, line }] of head) {
    if (!(headKeys as readonly string[]).includes(key))
      report(line, unknownKey('key', key, headKeys, context.suggest));
    else if (typeof value !== 'string' && !['pace', 'limits', 'seats', 'new-regions'].includes(key))
      report(line, `${key}: expected text, found ${value instanceof Map ? 'keys' : value.actual}`);
  }
  const get = (key: string) => textIn(head.get(key));
  const name = get('class') ?? defaults.class;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(name))
    report(
      lineOf('class'),
      `class: ${JSON.stringify(name)} cannot be used; expected 1 to 40 of a-z, 0-9 and -, not beginning or ending with -`,
    );
  const account = get('account');
  const branch = get('branch');
  for (const [key, value] of Object.entries({ account, branch })) {
    const wrong = value === undefined ? undefined : settingProblem(key, value);
    if (wrong !== undefined) report(lineOf(key), wrong);
  }
  const region = get('region') ?? defaults.region;
  const wrong = region === undefined ? undefined : regionProblem(region, context);
  if (wrong !== undefined) report(lineOf('region'), wrong);
  const seatWithoutRegion = rows.find(({ cells }) => textIn(cells.get('region')) === undefined);
  if (region === undefined && seatWithoutRegion !== undefined)
    report(
      seatWithoutRegion.line,
      `a seat has no region: give it one, or the class ${context.classKeysLocation}: region: us-east-1`,
    );
  const start = get('start');
  if (start !== undefined && (!isoTime.test(start) || Number.isNaN(Date.parse(start))))
    report(
      lineOf('start'),
      `start: ${JSON.stringify(start)} cannot be used; expected a time with its zone, such as 2026-11-23T09:00+01:00`,
    );
  const pace = paceOf(head.get('pace'), report, context.suggest);
  const resources = new Map(labQuotas.map(({ resource }) => [resource as string, resource]));
  const quotas = Object.fromEntries(
    numbersOf(head.get('limits'), {
      what: 'limits',
      unit: "the account's own quota",
      known: resources,
      report,
      suggest: context.suggest,
    }).map(({ key, value }) => [key, value]),
  );
  return {
    head: {
      class: name,
      region,
      branch: branch ?? 'main',
      pace,
      quotas,
      ...defined({ account, start }),
    },
    problems,
  };
}
