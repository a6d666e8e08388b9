import { existsSync } from 'node:fs';
import { defined } from '../../../base/defined.ts';
import { shellQuote } from '../../../checker/steps/format.ts';
import { openClientPool } from '../../../classroom/account-pool/client-pool.ts';
import { endReport } from '../../../classroom/end-report.ts';
import { loadRoster } from '../../../classroom/roster-file.ts';
import type { Roster } from '../../../classroom/seat.ts';
import { classProgress } from '../../../classroom/seat-progress.ts';
import { accountsOf, type ClassPlan, teardownClass } from '../../../classroom/teardown/index.ts';
import { classPlanText, classResultText, settledLine } from '../../../classroom/teardown/report/human.ts';
import { documentOf } from '../../../classroom/teardown/report/json.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { labHome } from '../../../lab-home/home.ts';
import { readRecord, recordedRegions } from '../../../lab-home/records.ts';
import { resolveTarget, type Target, targetOptions } from '../../../lab-home/target.ts';
import type { Io } from '../../../terminal/command.ts';
import { confirmByTyping, confirmByTypingAccount } from '../../../terminal/confirm-by-typing.ts';
import { didYouMean } from '../../../terminal/did-you-mean.ts';
import type { ValuesOf } from '../../../terminal/option-values.ts';
import { flag, many, text } from '../../../terminal/options.ts';
import { isPromptEnded } from '../../../terminal/prompt.ts';
import { defineCommand } from '../../framework/command.ts';
import { reporterOption } from '../reporter-option.ts';
import { rosterPositional, rosterRegionOption } from './roster-options.ts';

const options = {
  'dry-run': flag('print what would go, seat by seat; delete nothing'),
  confirm: text({
    value: 'DIGEST',
    help: 'carry out the plan that has this digest, without asking. A seat that is not as it was when it was printed is left alone, and the others are done',
  }),
  resume: flag('go on with a confirmed teardown that was stopped or could not do everything'),
  seat: many(text({ value: 'ID', help: 'only this seat' })),
  report: text({
    value: 'FILE',
    help: 'the end report: per seat when it was done, steps passed, clean or what is left. A name that ends in .html (to print) or .csv',
  }),
  ...reporterOption,
  ...rosterRegionOption,
  ...targetOptions,
};

type TeardownValues = ValuesOf<typeof options>;

function requireCompatibleOptions(values: TeardownValues): void {
  const digest = values.confirm;
  if (digest !== undefined && !/^[0-9a-f]{16}$/.test(digest))
    throw new CliError(
      `--confirm ${digest}: expected the 16 characters that stand behind "Digest of this plan". Type: npx lab class teardown --dry-run`,
    );
  if (values['dry-run'] && (digest !== undefined || values.resume))
    throw new CliError(
      `--dry-run deletes nothing and ${digest === undefined ? '--resume' : '--confirm'} does: give one of them.`,
    );
}

/**
 * The ids given by --seat. Throws CliError for an unknown id: a typing error must not select no seat, or all.
 */
function requestedSeats(requested: readonly string[], { seats }: Roster): readonly string[] | undefined {
  if (requested.length === 0) return undefined;
  const known = seats.map(({ id }) => id);
  for (const id of requested) {
    if (known.includes(id)) continue;
    const suggestion = didYouMean(id, known);
    throw new CliError(
      `--seat ${id}: the roster has no such seat.${suggestion ? ` Did you mean ${suggestion}?` : ''}`,
    );
  }
  return requested;
}

/** The arguments that the next command must repeat to select the same class and seats. */
function repeatedArgs(positionals: readonly string[], values: TeardownValues): string {
  const flags = (['seat', 'target', 'region'] as const).flatMap((name) =>
    [values[name] ?? []].flat().flatMap((value) => [`--${name}`, value]),
  );
  return [...positionals, ...flags]
    .map((word) => (/^[\w./:@%+=-]+$/.test(word) ? word : shellQuote(word)))
    .join(' ');
}

/**
 * Scanning many seats takes a while, especially if throttled, so a line every few seconds shows the progress.
 */
function progressReporter({ stderr }: Io): (scanned: number, of: number) => void {
  let last = performance.now();
  return (scanned, of) => {
    if (performance.now() - last < 3_000 || scanned === of) return;
    last = performance.now();
    stderr(`looked at ${scanned} of ${of} seats\n`);
  };
}

/** One line that names the target. */
function targetText({ kind, endpoint, profile }: Target): string {
  if (kind === 'practice') return `practice account · ${endpoint}`;
  if (kind === 'endpoint') return `AWS-compatible endpoint ${endpoint} · not AWS`;
  return profile === undefined ? 'AWS' : `AWS · profile ${profile}`;
}

const countedSeats = (count: number) => (count === 1 ? '1 seat' : `${count} seats`);

/**
 * Asks the user to type the account's id for a single live account, and the class's name in all other cases.
 */
function confirmPrompt({ kind }: Target, io: Io) {
  return (plan: ClassPlan): Promise<boolean> => {
    const what = `delete all this, of ${countedSeats(plan.seats.length)}`;
    const [account, ...more] = accountsOf(plan.seats);
    if (kind === 'live' && account !== undefined && more.length === 0)
      return confirmByTypingAccount(account, what, io);
    return confirmByTyping(plan.class, `Type the class's name (${plan.class}) to ${what}:`, io);
  };
}

async function run(values: TeardownValues, positionals: string[], io: Io): Promise<number> {
  requireCompatibleOptions(values);
  const { report: reportFile, reporter } = values;
  const human = reporter === 'human';
  const { roster, file } = await loadRoster(positionals, values, io.env);
  const only = requestedSeats(values.seat, roster);
  const report = reportFile === undefined ? undefined : endReport(reportFile);
  const target = await resolveTarget(values, io.env);
  const home = labHome(io.env);
  const progress = classProgress(home, roster.class, target.kind);
  // Deleting a thousand versions takes longer than a read, so the timeout is longer.
  const pool = openClientPool(target, { answerTimeoutMs: 30_000 });
  const screen = { width: Math.max(40, Math.min(io.width, 100)) };
  const line = `class ${roster.class} · ${countedSeats(only?.length ?? roster.seats.length)} · ${targetText(target)}`;
  if (human) io.stdout(`${line}\n`);
  const confirm = values.confirm ?? (human && io.interactive ? confirmPrompt(target, io) : undefined);
  try {
    const classResult = await teardownClass({
      roster,
      home,
      target: target.kind,
      signal: io.signal,
      clientsOf: pool.clientsOf,
      localRecords(key) {
        const record = readRecord(io.env, key);
        return { regions: recordedRegions(io.env, key), ...defined({ record }) };
      },
      progress: (seat) => progress.of(seat),
      // Without `--`, npm consumes the flag of `npm run … --dry-run`. That must not become a real teardown.
      dryRun: values['dry-run'] || io.env.npm_config_dry_run === 'true',
      resume: values.resume,
      ...defined({ only, confirm }),
      // The practice account is one process and always consistent, so a short interval is enough.
      ...(target.kind === 'practice' ? { scanIntervalMs: 250 } : {}),
      ...(human
        ? {
            onScanned: progressReporter(io),
            onPlan: (plan) => io.stdout(classPlanText(plan, screen)),
            onSeat: (outcome) =>
              outcome.regions.some(({ result }) => result.done) && io.stdout(settledLine(outcome)),
          }
        : {}),
    });
    // A run that deleted nothing does not replace the report of an earlier one.
    const hasEnded = classResult.state === 'done' || classResult.state === 'stopped';
    const writesReport = hasEnded || reportFile === undefined || !existsSync(reportFile);
    if (writesReport) report?.write(classResult, line);
    const targetInfo = { kind: target.kind, endpoint: target.endpoint ?? null };
    io.stdout(
      human
        ? classResultText(classResult, { ...screen, args: repeatedArgs(positionals, values) })
        : `${JSON.stringify({ ...documentOf(classResult, targetInfo), roster: file, remarks: progress.remarks }, null, 2)}\n`,
    );
    if (human) for (const remark of progress.remarks) io.stderr(`${remark}\n`);
    if (!writesReport)
      io.stderr(`Nothing was deleted, and ${reportFile} is there already: it stays as it was.\n`);
    else if (human && reportFile !== undefined) io.stdout(`The end report is in ${reportFile}.\n`);
    return classResult.exit;
  } catch (error) {
    // The user pressed Ctrl-C at the confirmation, so nothing was deleted.
    if (isPromptEnded(error)) {
      io.stdout('\nStopped at the question: nothing was deleted.\n');
      return 130;
    }
    throw error;
  } finally {
    pool.destroy();
  }
}

export const command = defineCommand({
  name: 'class teardown',
  description:
    "Removes all that the seats of a class made, in every account and region that they used, and nothing else: no neighbour's, no instructor's. One plan for all, asked once; each seat goes on by itself, whatever becomes of the others; and each is looked at until two looks in a row find nothing.",
  usage: ['lab class teardown [roster] [--dry-run | --resume] [options]'],
  positionals: [rosterPositional],
  options,
  notes: [
    'A seat is clean when two looks found nothing of what was there, and not begun when nothing says that there ever was anything. One that can\'t be looked at is neither: it counts as "could not tell". What only may be a seat\'s stays, and the seat is not clean, until you say whose it is: lab teardown --seat ID with --adopt or --not-mine.',
  ],
  exitCodes: {
    0: 'seen to be gone everywhere, or a dry run',
    1: 'declined, or a seat has changed or something of it is left',
    2: 'usage, roster, or not confirmed',
    3: "something was denied, could not be read, or may be a seat's and you have not decided",
    4: 'no usable credentials',
    130: 'stopped with Ctrl-C',
  },
  examples: [
    'npx lab class teardown --dry-run',
    'npx lab class teardown --confirm 3f2a9c01b4d7e588 --report end.html',
    'npx lab class teardown spring.csv --seat anna --seat ben',
    'npx lab class teardown --resume --report end.csv',
  ],
  run,
});
