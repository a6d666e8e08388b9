import { columnsOf } from '../../terminal/columns.ts';
import { escapeControls } from '../../terminal/escape-control.ts';
import { type Paint, painter } from '../../terminal/paint.ts';
import { wrap } from '../../terminal/wrap.ts';
import type { Reported } from '../engine/run.ts';
import type { Finding, Verdict } from '../steps/finding.ts';
import { liveLine } from './live.ts';

export interface HumanOptions {
  color: boolean;
  /** In columns. */
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

/** A fix or a link is not wrapped, so that it can be copied. */
function unwrapped(label: string, text: string, paint: Paint): string {
  return ' '.repeat(indent) + paint.dim(label.padEnd(labelWidth)) + text;
}

function finding(item: Finding, { width }: HumanOptions, paint: Paint): string[] {
  const mark = paint[colours[item.verdict]](marks[item.verdict]);
  const heading = item.verdict === 'pass' ? item.title : `${item.title} (${words[item.verdict]})`;
  const line = `  ${mark} ${wrap(heading, width - 4)
    .map(paint.bold)
    .join('\n    ')}`;
  if (item.verdict === 'pass') {
    const brief = 4 + columnsOf(item.title) + 2 + columnsOf(item.found) <= width;
    const proof = (item.proof ?? []).map((link) => `    ${wrap(`· ${link}`, width - 6).join('\n      ')}`);
    if (brief) return [`${line}  ${paint.dim(item.found)}`, ...proof];
    return [line, `    ${paint.dim(wrap(item.found, width - 4).join('\n    '))}`, ...proof];
  }
  return [
    line,
    labelled('expected', item.expected, width, paint),
    labelled('found', item.found, width, paint),
    labelled('why', item.why, width, paint),
    ...(item.fix === '' ? [] : [unwrapped('fix', item.fix, paint)]),
    unwrapped('more', item.link, paint),
  ];
}

type StepResult = Reported['steps'][number];

function step(result: StepResult, options: HumanOptions, paint: Paint): string[] {
  const { id, name, title, verdict, findings, broken = [] } = result;
  const verdictText = paint[colours[verdict]](`${marks[verdict]} ${words[verdict]}`);
  const fits = `${id} ${name}  ${title}  ${marks[verdict]} ${words[verdict]}`.length <= options.width;
  return [
    `${paint.bold(`${id} ${name}`)}  ${title}${fits ? '  ' : '\n  '}${verdictText}`,
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

/** Escapes control characters, so that no text from an account moves the cursor. */
function withEscapedControls(result: StepResult): StepResult {
  return JSON.parse(JSON.stringify(result), (_key, value) =>
    typeof value === 'string' ? escapeControls(value) : value,
  ) as StepResult;
}

/** A run as text for people. A finding that did not pass shows what was expected, what was found, and the fix. */
export function human(run: Reported, options: HumanOptions): string {
  const paint = painter(options.color);
  const lines = run.steps.flatMap((result) => step(withEscapedControls(result), options, paint));
  if (run.steps.length > 1) lines.push(summary(run, paint));
  else lines.pop();
  const live = liveLine(run);
  if (live !== undefined) lines.push('', ...wrap(escapeControls(live), options.width));
  return `${lines.join('\n')}\n`;
}
