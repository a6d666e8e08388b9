import { stepId, stepNames } from '../../checker/lab/lab.ts';
import { type Limit, limits } from '../limits.ts';
import type { Pace, Roster } from '../seat.ts';
import { type Cell, type Draft, headKeys, type Problem, unknownKey } from './draft.ts';
import { type Judging, regionProblem, settingProblem, textOf } from './seats.ts';

/** The class's own values, beside its seats. */
export interface Head extends Omit<Roster, 'seats'> {
  region: string | undefined;
  branch: string;
  /** The account's own quotas, where it has others than AWS's defaults. */
  quotas: Partial<Record<Limit['kind'], number>>;
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

const steps = new Map<string, `step-${number}`>(
  stepNames.flatMap((name) => [
    [name, stepId(name)],
    [stepId(name), stepId(name)],
  ]),
);

type Say = (line: number, message: string) => void;

/** A map of whole numbers under known keys. */
function numbersOf<K extends string>(
  cell: Cell | undefined,
  {
    what,
    unit,
    known,
    say,
    suggest,
  }: { what: string; unit: string; known: ReadonlyMap<string, K>; say: Say } & Pick<Judging, 'suggest'>,
): { key: K; value: number; line: number }[] {
  if (cell === undefined || cell.value === '') return [];
  if (!(cell.value instanceof Map)) {
    say(cell.line, `${what}: expected keys such as ${[...known.keys()][0]}: 15`);
    return [];
  }
  return [...cell.value].flatMap(([name, { line, value }]) => {
    const key = known.get(name);
    if (key === undefined) say(line, unknownKey(`key of ${what}`, name, [...known.keys()], suggest));
    const text = typeof value === 'string' ? value : '';
    const right = /^\d{1,6}$/.test(text);
    if (!right) say(line, `${what}.${name}: expected ${unit}, a whole number`);
    return key === undefined || !right ? [] : [{ key, value: Number(text), line }];
  });
}

function paceOf(cell: Cell | undefined, say: Say, suggest: Judging['suggest']): Pace {
  const found = numbersOf(cell, { what: 'pace', unit: 'minutes from the start', known: steps, say, suggest });
  const inOrder = [...found].sort((a, b) => a.key.localeCompare(b.key));
  for (const [at, { key, value, line }] of inOrder.entries()) {
    const before = inOrder[at - 1];
    if (before?.key === key) say(line, `pace: ${key} is planned twice`);
    else if (before !== undefined && before.value > value)
      say(line, `pace: ${key} at ${value} minutes comes before ${before.key} at ${before.value}`);
  }
  return Object.fromEntries(inOrder.map(({ key, value }) => [key, value]));
}

/** The class's values and all that is wrong with them; `otherwise` holds what the file need not say. */
export function headOf(
  { head, rows }: Draft,
  otherwise: { class: string; region?: string },
  judging: Judging,
): { head: Head; problems: Problem[] } {
  const problems: Problem[] = [];
  const say: Say = (line, message) => void problems.push({ line, message });
  const lineOf = (key: string) => head.get(key)?.line ?? 1;
  for (const [key, { value, line }] of head) {
    if (!(headKeys as readonly string[]).includes(key))
      say(line, unknownKey('key', key, headKeys, judging.suggest));
    else if (typeof value !== 'string' && !['pace', 'limits', 'seats', 'new-regions'].includes(key))
      say(line, `${key}: expected text, found ${value instanceof Map ? 'keys' : value.not}`);
  }
  const get = (key: string) => textOf(head.get(key));
  const name = get('class') ?? otherwise.class;
  if (!/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(name))
    say(
      lineOf('class'),
      `class: ${JSON.stringify(name)} cannot be used; expected 1 to 40 of a-z, 0-9 and -, not beginning or ending with -`,
    );
  const account = get('account');
  const branch = get('branch');
  for (const [key, value] of Object.entries({ account, branch })) {
    const wrong = value === undefined ? undefined : settingProblem(key, value);
    if (wrong !== undefined) say(lineOf(key), wrong);
  }
  const region = get('region') ?? otherwise.region;
  const wrong = region === undefined ? undefined : regionProblem(region, judging);
  if (wrong !== undefined) say(lineOf('region'), wrong);
  const homeless = rows.find(({ cells }) => textOf(cells.get('region')) === undefined);
  if (region === undefined && homeless !== undefined)
    say(homeless.line, `a seat has no region: give it one, or the class ${judging.atTop}: region: us-east-1`);
  const start = get('start');
  if (start !== undefined && (!moment.test(start) || Number.isNaN(Date.parse(start))))
    say(
      lineOf('start'),
      `start: ${JSON.stringify(start)} cannot be used; expected a time with its zone, such as 2026-11-23T09:00+01:00`,
    );
  const pace = paceOf(head.get('pace'), say, judging.suggest);
  const kinds = new Map(limits.map(({ kind }) => [kind as string, kind]));
  const quotas = Object.fromEntries(
    numbersOf(head.get('limits'), {
      what: 'limits',
      unit: "the account's own quota",
      known: kinds,
      say,
      suggest: judging.suggest,
    }).map(({ key, value }) => [key, value]),
  );
  return {
    head: {
      ...{ class: name, region, branch: branch ?? 'main', pace, quotas },
      ...(account === undefined ? {} : { account }),
      ...(start === undefined ? {} : { start }),
    },
    problems,
  };
}
