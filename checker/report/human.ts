import { columnsOf } from '../../terminal/columns.ts';
import { type Paint, painter } from '../../terminal/paint.ts';
import { plain } from '../../terminal/plain.ts';
import { wrap } from '../../terminal/wrap.ts';
import type { Reported } from '../engine/run.ts';
import type { Finding, Verdict } from '../steps/finding.ts';
import { liveLine } from './live.ts';

export interface HumanOptions {
  colour: boolean;
  /** Columns. */
  width: number;
}

const marks: Record<Verdict, string> = { pass: '✓', fail: '✗', waiting: '…', unknown: '?' };
const colours: Record<Verdict, keyof Paint> = {
  pass: 'green',
  fail: 'red',
  waiting: 'yellow',
  unknown: 'magenta',
};
const words: Record<Verdict, string> = {
  pass: 'passed',
  fail: 'failed',
  waiting: 'waiting',
  unknown: 'could not tell',
};

const indent = 4;
const labelWidth = 10;

function labelled(label: string, text: string, width: number, paint: Paint): string {
  const head = ' '.repeat(indent) + paint.dim(label.padEnd(labelWidth));
  return head + wrap(text, width - indent - labelWidth).join(`\n${' '.repeat(indent + labelWidth)}`);
}

/** What to type is not wrapped: it is to be copied. */
function bare(label: string, text: string, paint: Paint): string {
  return ' '.repeat(indent) + paint.dim(label.padEnd(labelWidth)) + text;
}

function finding(of: Finding, { width }: HumanOptions, paint: Paint): string[] {
  const mark = paint[colours[of.verdict]](marks[of.verdict]);
  const said = of.verdict === 'pass' ? of.title : `${of.title} (${words[of.verdict]})`;
  const line = `  ${mark} ${wrap(said, width - 4)
    .map(paint.bold)
    .join('\n    ')}`;
  if (of.verdict === 'pass') {
    const brief = 4 + columnsOf(of.title) + 2 + columnsOf(of.found) <= width;
    const proof = (of.proof ?? []).map((link) => `    ${wrap(`· ${link}`, width - 6).join('\n      ')}`);
    if (brief) return [`${line}  ${paint.dim(of.found)}`, ...proof];
    return [line, `    ${paint.dim(wrap(of.found, width - 4).join('\n    '))}`, ...proof];
  }
  return [
    line,
    labelled('expected', of.expected, width, paint),
    labelled('found', of.found, width, paint),
    labelled('why', of.why, width, paint),
    ...(of.fix === '' ? [] : [bare('fix', of.fix, paint)]),
    bare('more', of.link, paint),
  ];
}

type StepResult = Reported['steps'][number];

function step(result: StepResult, options: HumanOptions, paint: Paint): string[] {
  const { id, name, title, verdict, findings, broken = [] } = result;
  const said = paint[colours[verdict]](`${marks[verdict]} ${words[verdict]}`);
  const fits = `${id} ${name}  ${title}  ${marks[verdict]} ${words[verdict]}`.length <= options.width;
  return [
    `${paint.bold(`${id} ${name}`)}  ${title}${fits ? '  ' : '\n  '}${said}`,
    ...findings.flatMap((one) => finding(one, options, paint)),
    ...broken.map((before) =>
      labelled(
        'earlier',
        `${before.step} ${before.name} ${before.verdict === 'waiting' ? 'still waits' : 'does not hold'}: ${before.title}: ${before.found}`,
        options.width,
        paint,
      ),
    ),
    '',
  ];
}

function summary({ steps, verdict }: Reported, paint: Paint): string {
  const counts = (['pass', 'fail', 'waiting', 'unknown'] as const)
    .map((one) => ({ one, count: steps.filter((result) => result.verdict === one).length }))
    .filter(({ count }) => count > 0)
    .map(({ one, count }) => `${count} ${words[one]}`);
  return `${paint[colours[verdict]](marks[verdict])} ${counts.join(', ')}`;
}

/** Nothing that an account says moves the cursor. */
function readable(result: StepResult): StepResult {
  return JSON.parse(JSON.stringify(result), (_key, value) =>
    typeof value === 'string' ? plain(value) : value,
  ) as StepResult;
}

/** A run for people: what holds, and for what does not, what was expected, what is there, and what to type. */
export function human(run: Reported, options: HumanOptions): string {
  const paint = painter(options.colour);
  const lines = run.steps.flatMap((result) => step(readable(result), options, paint));
  if (run.steps.length > 1) lines.push(summary(run, paint));
  else lines.pop();
  const live = run.live === undefined ? undefined : liveLine(run.live);
  if (live !== undefined) lines.push('', ...wrap(plain(live), options.width));
  return `${lines.join('\n')}\n`;
}
