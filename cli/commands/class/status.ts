import { defined } from '../../../base/defined.ts';
import { exitCodes } from '../../../checker/engine/exit-code.ts';
import { maxAnswerAgeMs } from '../../../classroom/answer-cache.ts';
import { exitOf, oneSeat, oneSeatDocument } from '../../../classroom/one-seat.ts';
import { csv } from '../../../classroom/report/csv.ts';
import { human } from '../../../classroom/report/human.ts';
import { documentOf } from '../../../classroom/report/json.ts';
import { loadRoster } from '../../../classroom/roster-file.ts';
import { openSession, type PollResult, type Session } from '../../../classroom/session.ts';
import { CliError, NoCredentials } from '../../../lab-home/errors.ts';
import { targetOptions } from '../../../lab-home/target.ts';
import type { Io } from '../../../terminal/command.ts';
import { didYouMean } from '../../../terminal/did-you-mean.ts';
import type { ValuesOf } from '../../../terminal/option-values.ts';
import { flag, oneOf, text } from '../../../terminal/options.ts';
import { defineCommand } from '../../framework/command.ts';
import { noKeys, openKeys } from '../../watch/keys.ts';
import { defaultEveryMs, pollingOptions } from './polling-options.ts';
import { rosterPositional, rosterRegionOption } from './roster-options.ts';
import { watchClass } from './watch.ts';

const options = {
  watch: flag(
    'looks again and again, and tells what changes. Keys: space looks now, b shows the whole board, q quits',
  ),
  seat: text({ value: 'ID', help: 'opens one seat to its findings' }),
  reporter: oneOf({ human: '', json: 'one document for other programs', csv: '' }, { default: 'human' }),
  'hide-names': flag('numbers instead of names and seat ids, for a projector'),
  ...pollingOptions,
  ...rosterRegionOption,
  ...targetOptions,
};

type StatusValues = ValuesOf<typeof options>;

function requireCompatibleOptions(values: StatusValues): void {
  const { reporter, seat, evidence } = values;
  if (values.watch && reporter !== 'human')
    throw new CliError('--watch tells people what changes: leave out --reporter, or leave out --watch.');
  if (values.every !== undefined && !values.watch) throw new CliError('--every goes with --watch.');
  if (values['evidence-only'] && evidence.length === 0)
    throw new CliError('--evidence-only: name the files or the folder with --evidence.');
  if (seat === undefined) return;
  if (values.watch || values['hide-names'] || reporter === 'csv')
    throw new CliError(
      '--seat opens one seat: --watch, --hide-names and --reporter csv have no place beside it.',
    );
}

/**
 * Throws NoCredentials if the credentials failed for every seat, instead of a board on which all is unknown.
 */
function requireSomeAccount({ seatPolls }: PollResult): void {
  const errors = seatPolls.map((poll) => (poll.kind === 'failed' ? poll.error : undefined));
  const [first] = errors;
  if (first?.credentials === undefined || !errors.every((one) => one?.credentials !== undefined)) return;
  throw new NoCredentials(
    `No seat's account could be opened (${first.code}: ${first.message}). npx lab class doctor tells what each seat lacks.`,
  );
}

async function printReport(session: Session, reporter: string, io: Io): Promise<number> {
  const result = await session.poll();
  const { board, cost, remarks } = result;
  if (result.seatPolls.length > 0) requireSomeAccount(result);
  if (reporter === 'json') io.stdout(`${JSON.stringify(documentOf(board, cost, remarks), null, 2)}\n`);
  else if (reporter === 'csv') io.stdout(csv(board));
  else io.stdout(`${session.line}\n\n${human(board, { color: io.color, width: Math.min(io.width, 100) })}`);
  if (reporter !== 'json') for (const remark of remarks) io.stderr(`${remark}\n`);
  return exitCodes[board.verdict];
}

export const command = defineCommand({
  name: 'class status',
  description:
    'The class on one board: who needs help first, what each seat is at and since when, how many are through which step, and one message to copy for all who are stuck on the same thing. It only reads.',
  positionals: [rosterPositional],
  options,
  notes: [
    `Between rounds only what can have changed is asked again; what is not is asked at least every ${maxAnswerAgeMs / 60_000} minutes, and each row says when it was looked at. What is known is kept in .lab/class, so that a session that was interrupted goes on.`,
  ],
  exitCodes: {
    0: 'everybody is done',
    1: 'somebody is not',
    2: 'usage, roster or settings',
    3: 'could not tell',
    4: 'no usable credentials',
    130: 'interrupted',
  },
  examples: [
    'npx lab class status',
    'npx lab class status --watch --hide-names',
    'npx lab class status --seat anna',
    'npx lab class status spring.csv --evidence handed-in/ --reporter csv > board.csv',
  ],
  async run(values, positionals, io) {
    requireCompatibleOptions(values);
    const { reporter, evidence, every: everyMs = defaultEveryMs, seat: id } = values;
    const { roster } = await loadRoster(positionals, values, io.env);
    const seat = roster.seats.find((each) => each.id === id);
    if (id !== undefined && seat === undefined) {
      const suggestion = didYouMean(
        id,
        roster.seats.map((each) => each.id),
      );
      throw new CliError(
        `--seat ${id}: the roster has no such seat.${suggestion ? ` Did you mean ${suggestion}?` : ''}`,
      );
    }
    const session = await openSession({
      roster,
      values,
      env: io.env,
      evidence,
      stuckAfterMs: values['stuck-after'],
      signal: io.signal,
      ...defined({ seat: seat?.id }),
      evidenceOnly: values['evidence-only'],
      hideNames: values['hide-names'],
      watch: values.watch,
    });
    try {
      if (values.watch) {
        const keys = io.interactive
          ? openKeys(process.stdin, io.signal, () => process.kill(process.pid, 'SIGINT'))
          : noKeys(io.signal);
        try {
          return await watchClass({ session, keys, isInteractive: io.interactive, everyMs }, io);
        } finally {
          keys.close();
        }
      }
      if (seat === undefined) return await printReport(session, reporter, io);
      const result = await session.poll();
      if (reporter === 'json') io.stdout(`${JSON.stringify(oneSeatDocument(seat, result), null, 2)}\n`);
      else io.stdout(oneSeat(seat, result, session.line, io));
      return exitOf(result, seat);
    } finally {
      session.close();
    }
  },
});
