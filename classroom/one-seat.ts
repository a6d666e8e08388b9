import { codes } from '../checker/engine/exit.ts';
import { human } from '../checker/report/human.ts';
import { quote } from '../checker/steps/words.ts';
import type { Io } from '../terminal/command.ts';
import type { SeatLook } from './look.ts';
import { documentOf } from './report/json.ts';
import { clock, evidenceOf, line as oneLine, standsFor } from './report/words.ts';
import type { Seat } from './seat.ts';
import type { Looked } from './session.ts';
import type { Row } from './types.ts';

const widest = 100;

/** The flags that make any other command of the kit work on this seat. */
const flagsOf = ({ id, region, branch }: Seat, repository: string) =>
  [
    `--seat ${id} --region ${region}`,
    `--repository ${quote(repository)}`,
    ...(branch === 'main' ? [] : [`--branch ${quote(branch)}`]),
  ].join(' ');

/** What an instructor types to bring the seat on, in the account that the seat's access leads to. */
function helpFor(seat: Seat, { at }: Row, look: SeatLook | undefined): string[] {
  if (at === undefined) return [];
  const repository = seat.repository ?? (look?.kind === 'seen' ? look.repository : undefined) ?? 'OWNER/NAME';
  const profile = seat.access.kind === 'profile' ? `AWS_PROFILE=${quote(seat.access.profile)} ` : '';
  const inRole =
    seat.access.kind === 'role' ? [`with credentials of ${seat.access.roleArn} in the environment:`] : [];
  return [
    `to bring this seat to the end of ${at.step} (${at.name}):`,
    ...inRole.map((text) => `  ${text}`),
    `  ${profile}npx lab solve ${at.step} ${flagsOf(seat, repository)}`,
  ];
}

/** One seat, opened to its findings. */
export function oneSeat(seat: Seat, { board, looks }: Looked, line: string, io: Io): string {
  const row = board.rows.find((each) => each.seat === seat.id);
  const look = looks.find((each) => each.seat === seat.id);
  if (row === undefined) throw new Error(`the board has no seat ${seat.id}`);
  const width = Math.min(io.width, widest);
  const since = row.at === undefined ? '' : ` (first seen at ${clock(row.at.since)})`;
  const lines = [
    line,
    `seat ${seat.id} · ${oneLine(seat.name)} · ${standsFor(row, board.now)}${since}`,
    ...(row.hand === undefined
      ? []
      : [`hand raised at ${clock(row.hand.at)}: ${oneLine(row.hand.text ?? '')}`]),
    ...(look !== undefined && row.source === 'evidence' && row.lookedAt !== undefined
      ? [evidenceOf(row.lookedAt, row.oldest, (time) => new Date(time).toISOString())]
      : []),
    ...(row.trouble === undefined || row.since === undefined ? [] : [oneLine(row.trouble)]),
    '',
  ];
  const found = look?.kind === 'seen' ? human(look.run, { colour: io.colour, width }) : '';
  return `${[...lines, found, ...helpFor(seat, row, look)].join('\n')}\n`;
}

/** The same for other programs: the class's document with this seat alone in it, and the run as a check's document has it. */
export function oneSeatDocument(seat: Seat, { board, looks, cost, remarks }: Looked): object {
  const look = looks.find((each) => each.seat === seat.id);
  const rows = board.rows.filter((row) => row.seat === seat.id);
  const document = documentOf({ ...board, rows }, cost, remarks);
  if (look?.kind !== 'seen') return document;
  const { verdict, steps, live } = look.run;
  return { ...document, run: { verdict, steps, ...(live === undefined ? {} : { live }) } };
}

export const exitOf = (looked: Looked, seat: Seat): number => {
  const look = looked.looks.find((each) => each.seat === seat.id);
  return look?.kind === 'seen' ? codes[look.run.verdict] : 3;
};
