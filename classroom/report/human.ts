import { formatDuration } from '../../checker/steps/format.ts';
import { columnsOf } from '../../terminal/columns.ts';
import { type Paint, painter } from '../../terminal/paint.ts';
import { wrap } from '../../terminal/wrap.ts';
import type { Board } from '../board.ts';
import { type SeatStatus, seatStatuses } from '../seat-status.ts';
import type { Row } from '../types.ts';
import { changeText, clock, evidenceText, line, seatCount, statusText, statusWords } from './words.ts';

export interface HumanOptions {
  color: boolean;
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

const colors: Record<SeatStatus, keyof Paint> = {
  stuck: 'red',
  unknown: 'magenta',
  working: 'bold',
  'waiting-for-approval': 'yellow',
  waiting: 'yellow',
  'not-begun': 'dim',
  done: 'green',
};

/** Cuts or pads a text to `width` columns. */
function cell(text: string, width: number): string {
  let cut = text;
  while (columnsOf(cut) > width) cut = `${[...cut].slice(0, -2).join('')}…`;
  return cut + ' '.repeat(width - columnsOf(cut));
}

/**
 * The marks of a seat's steps. A failed step after the one that the seat is at gets no cross: it is not due
 * yet.
 */
function stepMarks({ steps, at, standing }: Row): string {
  const reached = standing === 'done' ? steps.length : steps.findIndex(({ id }) => id === at?.step);
  return steps
    .map(({ verdict }, index) =>
      verdict === 'fail' && reached !== -1 && index > reached ? '·' : marks[verdict],
    )
    .join(' ');
}

/** The details of a seat, one per line. */
function rowDetails(row: Row, now: number): string[] {
  const { at, hand, behind, trouble, since, lookedAt, oldest, source } = row;
  const lines: string[] = [];
  if (hand !== undefined)
    lines.push(`hand raised for ${formatDuration(now - hand.at)}${hand.text ? `: ${line(hand.text)}` : ''}`);
  if (at !== undefined)
    lines.push(
      `${at.step}, ${line(at.title)}${at.cause === undefined ? '' : ` [${at.cause}]`}${at.found ? `: ${line(at.found)}` : ''}`,
    );
  // For a seat that was not polled at all, the status text already has the reason.
  if (trouble !== undefined && since !== undefined) lines.push(line(trouble));
  if (behind !== undefined) lines.push(`${behind.step} was planned ${behind.minutes} min ago`);
  const oldestText = oldest !== undefined && now - oldest > 60_000 ? `, some of it at ${clock(oldest)}` : '';
  if (lookedAt === undefined) lines.push(...(since === undefined ? [] : ['never looked at']));
  else if (source === 'evidence' && since !== undefined) lines.push(evidenceText(lookedAt, oldest, clock));
  else if (oldestText !== '' || now - lookedAt > 60_000)
    lines.push(`looked at ${clock(lookedAt)}${oldestText}`);
  return lines;
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
  const head = `${row.hand === undefined ? ' ' : '!'} ${cell(row.seat, widths.seat)} ${name}${stepMarks(row)}  ${paint[colors[row.standing]](statusText(row, board.now))}`;
  const isQuiet = row.standing === 'done' || (row.standing === 'not-begun' && !row.behind);
  if (isQuiet && row.hand === undefined) return [head];
  const details = rowDetails(row, board.now).flatMap((text) =>
    wrap(text, Math.max(20, width - indent.length)),
  );
  return [head, ...details.map((text) => indent + paint.dim(text))];
}

function summary({ rows, standings: counts, plan }: Board): string {
  const counted = seatStatuses
    .filter((one) => counts[one] > 0)
    .map((one) => `${counts[one]} ${statusWords[one]}`);
  const raisedHands = rows.filter(({ hand }) => hand !== undefined).length;
  if (raisedHands > 0) counted.unshift(`${raisedHands} hand${raisedHands === 1 ? '' : 's'} raised`);
  if (plan === undefined) return counted.join(', ');
  const due = plan.due === undefined ? 'nothing is due yet' : `${plan.due} should be done`;
  return `${counted.join(', ')} · minute ${plan.minute} of the plan: ${due}`;
}

/** The board as text: seats that need help first, their findings and steps, and a message for each group. */
export function human(board: Board, options: HumanOptions): string {
  const paint = painter(options.color);
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
  const padding = ' '.repeat(widths.seat + 3 + (board.hidden ? 0 : widths.name + 2));
  const passed = board.totals.map(({ counts }) => String(counts.pass));
  const lines = [
    paint.bold(`class ${board.class} · ${seatCount(board.rows.length)} · ${clock(board.now)} UTC`),
    ...wrap(summary(board), options.width),
    '',
    `${padding}${board.totals.map((_, at) => at + 1).join(' ')}`,
    ...board.rows.flatMap((row) => rowLines(row, board, widths, options, paint)),
    '',
    ...wrap(
      `passed: ${board.totals.map(({ name }, at) => `${name} ${passed[at]}`).join(', ')}`,
      options.width,
    ),
  ];
  for (const { key, seats, stuck, message } of board.groups) {
    if (seats.length < 2 && stuck === 0) continue;
    const heading = `${seatCount(seats.length)} at ${key}, ${stuck} of them stuck. To copy:`;
    lines.push('', ...wrap(heading, options.width), `  ${line(message)}`);
  }
  if (board.changes.length > 0)
    lines.push('', 'since the last round:', ...board.changes.map((change) => `  ${changeText(change)}`));
  return `${lines.join('\n')}\n`;
}
