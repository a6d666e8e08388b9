import { codes } from '../../../checker/engine/exit.ts';
import { readAgainAfter } from '../../../classroom/kept.ts';
import { exitOf, oneSeat, oneSeatDocument } from '../../../classroom/one-seat.ts';
import { csv } from '../../../classroom/report/csv.ts';
import { human } from '../../../classroom/report/human.ts';
import { documentOf } from '../../../classroom/report/json.ts';
import { loadRoster } from '../../../classroom/roster-file.ts';
import { type Looked, openSession, type Session } from '../../../classroom/session.ts';
import { stuckAfter } from '../../../classroom/state.ts';
import { CliError, NoCredentials } from '../../../lab-home/errors.ts';
import { targetFlags } from '../../../lab-home/target.ts';
import { type Io, text, type Values } from '../../../terminal/command.ts';
import { nearest } from '../../../terminal/nearest.ts';
import type { Command } from '../../framework/command.ts';
import { noKeys, openKeys } from '../../watch/terminal.ts';
import { follow } from './follow.ts';

const minute = 60_000;

const help = `The class on one board: who needs help first, what each seat is at and since when, how many are
through which step, and one message to copy for all who are stuck on the same thing. It only reads.

usage: lab class status [roster] [options]

  --watch             looks again and again, and tells what changes. Keys: space looks now,
                      b shows the whole board, q quits
  --every S           seconds between rounds (default 20)
  --seat ID           opens one seat to its findings
  --reporter          human (default), json (one document for other programs) or csv
  --hide-names        numbers instead of names and seat ids, for a projector
  --evidence PATH     a file of evidence (npm run check -- --save FILE), or a folder of them, merged
                      into the board; may be given more than once. Of an account and a file the newer
                      counts; of a seat's files, for each step the newest that tells it
  --evidence-only     asks no account
  --stuck-after MIN   minutes at one and the same finding that make a seat stuck (default ${stuckAfter / minute});
                      waiting for an approval is told apart from that
  --target            live, practice or endpoint (default: what lab use chose)
  --region            of seats that name none

Between rounds only what can have changed is asked again; what is not is asked at least every
${readAgainAfter / minute} minutes, and each row says when it was looked at. What is known is kept in .lab/class, so that a
session that was interrupted goes on.

Exit code 0: everybody is done. 1: somebody is not. 2: usage, roster or settings. 3: could not tell.
4: no usable credentials. 130: interrupted.

examples:
  npx lab class status
  npx lab class status --watch --hide-names
  npx lab class status --seat anna
  npx lab class status spring.csv --evidence handed-in/ --reporter csv > board.csv
`;

const options = {
  watch: { type: 'boolean' },
  every: { type: 'string' },
  seat: { type: 'string' },
  reporter: { type: 'string' },
  'hide-names': { type: 'boolean' },
  evidence: { type: 'string', multiple: true },
  'evidence-only': { type: 'boolean' },
  'stuck-after': { type: 'string' },
  region: { type: 'string' },
  ...targetFlags,
} as const;

function numberOf(
  values: Values,
  flag: string,
  otherwise: number,
  { min, max }: { min: number; max: number },
) {
  const given = text(values, flag);
  if (given === undefined) return otherwise;
  const number = Number(given);
  if (!(number >= min && number <= max))
    throw new CliError(`--${flag} ${given}: expected a number from ${min} to ${max}.`);
  return number;
}

function demandTogether(values: Values, reporter: string): void {
  if (!['human', 'json', 'csv'].includes(reporter))
    throw new CliError(`--reporter ${reporter}: expected one of human, json, csv.`);
  if (values.watch && reporter !== 'human')
    throw new CliError('--watch tells people what changes: leave out --reporter, or leave out --watch.');
  if (values.every !== undefined && !values.watch) throw new CliError('--every goes with --watch.');
  const seat = text(values, 'seat');
  if (seat === undefined) return;
  if (values.watch || values['hide-names'] || reporter === 'csv')
    throw new CliError(
      '--seat opens one seat: --watch, --hide-names and --reporter csv have no place beside it.',
    );
}

/** Credentials that opened no account at all are told as that, not as a class that could not be told. */
function demandSomeAccount({ looks }: Looked): void {
  const troubles = looks.map((look) => (look.kind === 'trouble' ? look.trouble : undefined));
  const [first] = troubles;
  if (first?.credentials === undefined || !troubles.every((one) => one?.credentials !== undefined)) return;
  throw new NoCredentials(
    `No seat's account could be opened (${first.code}: ${first.message}). npx lab class doctor tells what each seat lacks.`,
  );
}

async function tell(session: Session, reporter: string, io: Io): Promise<number> {
  const looked = await session.look();
  const { board, cost, remarks } = looked;
  if (looked.looks.length > 0) demandSomeAccount(looked);
  if (reporter === 'json') io.stdout(`${JSON.stringify(documentOf(board, cost, remarks), null, 2)}\n`);
  else if (reporter === 'csv') io.stdout(csv(board));
  else io.stdout(`${session.line}\n\n${human(board, { colour: io.colour, width: Math.min(io.width, 100) })}`);
  if (reporter !== 'json') for (const remark of remarks) io.stderr(`${remark}\n`);
  return codes[board.verdict];
}

export const command: Command = {
  help,
  options,
  async run(values, positionals, io) {
    const reporter = text(values, 'reporter') ?? 'human';
    demandTogether(values, reporter);
    const everyMs = 1000 * numberOf(values, 'every', 20, { min: 5, max: 3600 });
    const stuckAfterMs = minute * numberOf(values, 'stuck-after', stuckAfter / minute, { min: 1, max: 1440 });
    const evidence = Array.isArray(values.evidence) ? values.evidence.map(String) : [];
    if (values['evidence-only'] && evidence.length === 0)
      throw new CliError('--evidence-only: name the files or the folder with --evidence.');
    const { roster } = await loadRoster(positionals, values, io.env);
    const id = text(values, 'seat');
    const seat = roster.seats.find((each) => each.id === id);
    if (id !== undefined && seat === undefined) {
      const meant = nearest(
        id,
        roster.seats.map((each) => each.id),
      );
      throw new CliError(
        `--seat ${id}: the roster has no such seat.${meant ? ` Did you mean ${meant}?` : ''}`,
      );
    }
    const session = await openSession({
      ...{ roster, values, env: io.env, evidence, stuckAfterMs, signal: io.signal },
      ...(seat === undefined ? {} : { seat: seat.id }),
      evidenceOnly: values['evidence-only'] === true,
      hideNames: values['hide-names'] === true,
      watch: values.watch === true,
    });
    try {
      if (values.watch) {
        const keys = io.interactive
          ? openKeys(process.stdin, io.signal, () => process.kill(process.pid, 'SIGINT'))
          : noKeys(io.signal);
        try {
          return await follow({ session, keys, mayAsk: io.interactive, everyMs }, io);
        } finally {
          keys.close();
        }
      }
      if (seat === undefined) return await tell(session, reporter, io);
      const looked = await session.look();
      if (reporter === 'json') io.stdout(`${JSON.stringify(oneSeatDocument(seat, looked), null, 2)}\n`);
      else io.stdout(oneSeat(seat, looked, session.line, io));
      return exitOf(looked, seat);
    } finally {
      session.close();
    }
  },
};
