import { span } from '../../checker/steps/words.ts';
import { columnsOf } from '../../terminal/columns.ts';
import { type Paint, painter } from '../../terminal/paint.ts';
import { wrap } from '../../terminal/wrap.ts';
import type { Board } from '../board.ts';
import { type Standing, standings } from '../standing.ts';
import type { Row } from '../types.ts';
import { changeText, clock, evidenceOf, line, seatCount, standingWords, standsFor } from './words.ts';

export interface HumanOptions {
  colour: boolean;
  /** Columns. */
  width: number;
}

const marks: Record<Row['steps'][number]['verdict'], string> = {
  pass: '✓',
  fail: '✗',
  waiting: '…',
  unknown: '?',
  unseen: '·',
};

const colours: Record<Standing, keyof Paint> = {
  stuck: 'red',
  unknown: 'magenta',
  working: 'bold',
  'waiting-for-approval': 'yellow',
  waiting: 'yellow',
  'not-begun': 'dim',
  done: 'green',
};

/** Cut or filled to so many columns. */
function cell(text: string, width: number): string {
  let cut = text;
  while (columnsOf(cut) > width) cut = `${[...cut].slice(0, -2).join('')}…`;
  return cut + ' '.repeat(width - columnsOf(cut));
}

/** What lies behind the step that a seat is at has not been its turn yet: no cross for that. */
function marksOf({ steps, at, standing }: Row): string {
  const reached = standing === 'done' ? steps.length : steps.findIndex(({ id }) => id === at?.step);
  return steps
    .map(({ verdict }, place) =>
      verdict === 'fail' && reached !== -1 && place > reached ? '·' : marks[verdict],
    )
    .join(' ');
}

/** What else is to be said of a seat, one thing a line. */
function asides(row: Row, now: number): string[] {
  const { at, hand, behind, trouble, since, lookedAt, oldest, source } = row;
  const said: string[] = [];
  if (hand !== undefined)
    said.push(`hand raised for ${span(now - hand.at)}${hand.text ? `: ${line(hand.text)}` : ''}`);
  if (at !== undefined)
    said.push(
      `${at.step}, ${line(at.title)}${at.cause === undefined ? '' : ` [${at.cause}]`}${at.found ? `: ${line(at.found)}` : ''}`,
    );
  // What was not looked at at all says so beside how it stands.
  if (trouble !== undefined && since !== undefined) said.push(line(trouble));
  if (behind !== undefined) said.push(`${behind.step} was planned ${behind.minutes} min ago`);
  const old = oldest !== undefined && now - oldest > 60_000 ? `, some of it at ${clock(oldest)}` : '';
  if (lookedAt === undefined) said.push(...(since === undefined ? [] : ['never looked at']));
  else if (source === 'evidence' && since !== undefined) said.push(evidenceOf(lookedAt, oldest, clock));
  else if (old !== '' || now - lookedAt > 60_000) said.push(`looked at ${clock(lookedAt)}${old}`);
  return said;
}

const longest = (texts: readonly string[], most: number) =>
  Math.min(most, Math.max(4, ...texts.map(columnsOf)));

function rowLines(
  row: Row,
  board: Board,
  widths: { seat: number; name: number },
  { width }: HumanOptions,
  paint: Paint,
) {
  const name = board.hidden ? '' : `${cell(line(row.name ?? ''), widths.name)}  `;
  const indent = ' '.repeat(widths.seat + 3);
  const head = `${row.hand === undefined ? ' ' : '!'} ${cell(row.seat, widths.seat)} ${name}${marksOf(row)}  ${paint[colours[row.standing]](standsFor(row, board.now))}`;
  const quiet = row.standing === 'done' || (row.standing === 'not-begun' && !row.behind);
  if (quiet && row.hand === undefined) return [head];
  const more = asides(row, board.now).flatMap((text) => wrap(text, Math.max(20, width - indent.length)));
  return [head, ...more.map((text) => indent + paint.dim(text))];
}

function summary({ rows, standings: counts, plan }: Board): string {
  const told = standings
    .filter((one) => counts[one] > 0)
    .map((one) => `${counts[one]} ${standingWords[one]}`);
  const hands = rows.filter(({ hand }) => hand !== undefined).length;
  if (hands > 0) told.unshift(`${hands} hand${hands === 1 ? '' : 's'} raised`);
  if (plan === undefined) return told.join(', ');
  const due = plan.due === undefined ? 'nothing is due yet' : `${plan.due} should be done`;
  return `${told.join(', ')} · minute ${plan.minute} of the plan: ${due}`;
}

/** A class for people: who needs help first, what it is at, how the steps stand, and what to tell those alike. */
export function human(board: Board, options: HumanOptions): string {
  const paint = painter(options.colour);
  const widths = {
    seat: longest(
      board.rows.map(({ seat }) => seat),
      12,
    ),
    name: longest(
      board.rows.map(({ name }) => line(name ?? '')),
      24,
    ),
  };
  const left = ' '.repeat(widths.seat + 3 + (board.hidden ? 0 : widths.name + 2));
  const passed = board.totals.map(({ counts }) => String(counts.pass));
  const lines = [
    paint.bold(`class ${board.class} · ${seatCount(board.rows.length)} · ${clock(board.now)} UTC`),
    ...wrap(summary(board), options.width),
    '',
    `${left}${board.totals.map((_, at) => at + 1).join(' ')}`,
    ...board.rows.flatMap((row) => rowLines(row, board, widths, options, paint)),
    '',
    ...wrap(
      `passed: ${board.totals.map(({ name }, at) => `${name} ${passed[at]}`).join(', ')}`,
      options.width,
    ),
  ];
  for (const { key, seats, stuck, message } of board.groups) {
    if (seats.length < 2 && stuck === 0) continue;
    const many = `${seatCount(seats.length)} at ${key}, ${stuck} of them stuck. To copy:`;
    lines.push('', ...wrap(many, options.width), `  ${line(message)}`);
  }
  if (board.changes.length > 0)
    lines.push('', 'since the last round:', ...board.changes.map((change) => `  ${changeText(change)}`));
  return `${lines.join('\n')}\n`;
}
