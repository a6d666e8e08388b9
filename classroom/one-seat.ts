import { exitCodes } from '../checker/engine/exit-code.ts';
import { human } from '../checker/report/human.ts';
import { shellQuote } from '../checker/steps/format.ts';
import type { Io } from '../terminal/command.ts';
import { documentOf } from './report/json.ts';
import { clock, evidenceText, line as oneLine, statusText } from './report/words.ts';
import type { Seat } from './seat.ts';
import type { SeatPoll } from './seat-poll.ts';
import type { PollResult } from './session.ts';
import type { Row } from './types.ts';

const maxWidth = 100;

/** The flags that make any other command of the kit work on this seat. */
const flagsOf = ({ id, region, branch }: Seat, repository: string) =>
  [
    `--seat ${id} --region ${region}`,
    `--repository ${shellQuote(repository)}`,
    ...(branch === 'main' ? [] : [`--branch ${shellQuote(branch)}`]),
  ].join(' ');

/** The command with which an instructor solves the step that the seat is at, in the seat's account. */
function helpFor(seat: Seat, { at }: Row, poll: SeatPoll | undefined): string[] {
  if (at === undefined) return [];
  const repository = seat.repository ?? (poll?.kind === 'seen' ? poll.repository : undefined) ?? 'OWNER/NAME';
  const profile = seat.access.kind === 'profile' ? `AWS_PROFILE=${shellQuote(seat.access.profile)} ` : '';
  const inRole =
    seat.access.kind === 'role' ? [`with credentials of ${seat.access.roleArn} in the environment:`] : [];
  return [
    `to bring this seat to the end of ${at.step} (${at.name}):`,
    ...inRole.map((text) => `  ${text}`),
    `  ${profile}npx lab solve ${at.step} ${flagsOf(seat, repository)}`,
  ];
}

/** The report of one seat, with its findings. */
export function oneSeat(seat: Seat, { board, seatPolls }: PollResult, line: string, io: Io): string {
  const row = board.rows.find((each) => each.seat === seat.id);
  const poll = seatPolls.find((each) => each.seat === seat.id);
  if (row === undefined) throw new Error(`the board has no seat ${seat.id}`);
  const width = Math.min(io.width, maxWidth);
  const since = row.at === undefined ? '' : ` (first seen at ${clock(row.at.since)})`;
  const lines = [
    line,
    `seat ${seat.id} · ${oneLine(seat.name)} · ${statusText(row, board.now)}${since}`,
    ...(row.hand === undefined
      ? []
      : [`hand raised at ${clock(row.hand.at)}: ${oneLine(row.hand.text ?? '')}`]),
    ...(poll !== undefined && row.source === 'evidence' && row.lookedAt !== undefined
      ? [evidenceText(row.lookedAt, row.oldest, (time) => new Date(time).toISOString())]
      : []),
    ...(row.trouble === undefined || row.since === undefined ? [] : [oneLine(row.trouble)]),
    '',
  ];
  const found = poll?.kind === 'seen' ? human(poll.run, { color: io.color, width }) : '';
  return `${[...lines, found, ...helpFor(seat, row, poll)].join('\n')}\n`;
}

/**
 * The JSON document of one seat: the class's document with only this seat, and the run as `lab check` prints
 * it.
 */
export function oneSeatDocument(seat: Seat, { board, seatPolls, cost, remarks }: PollResult): object {
  const poll = seatPolls.find((each) => each.seat === seat.id);
  const rows = board.rows.filter((row) => row.seat === seat.id);
  const document = documentOf({ ...board, rows }, cost, remarks);
  if (poll?.kind !== 'seen') return document;
  const { verdict, steps, live } = poll.run;
  return {
    ...document,
    run: {
      verdict,
      steps,
      ...(live === undefined ? {} : { live: { things: live.resources, unknown: live.unknown } }),
    },
  };
}

export const exitOf = (result: PollResult, seat: Seat): number => {
  const poll = result.seatPolls.find((each) => each.seat === seat.id);
  return poll?.kind === 'seen' ? exitCodes[poll.run.verdict] : 3;
};
