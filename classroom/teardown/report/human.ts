import type { Review } from '../../../checker/teardown/decide.ts';
import { notSearchedLines } from '../../../checker/teardown/report/limits.ts';
import { errorText, inspection, labelOf, sideEffectsOf } from '../../../checker/teardown/report/phrases.ts';
import { wrap } from '../../../checker/teardown/report/wrap.ts';
import { line } from '../../report/words.ts';
import type { Seat } from '../../seat.ts';
import type { SeatOutcome } from '../outcome.ts';
import { hasDeletions } from '../plan.ts';
import type { ClassTeardownResult } from '../teardown.ts';
import type { ClassPlan, ScannedSeat } from '../types.ts';
import { decisionArgs, leftoverText, stateWords, totals, utcTime } from './words.ts';

interface Screen {
  /** Columns. */
  width: number;
}

/** The command line that the report repeats: the roster's file and the flags. */
interface Invocation {
  /** `spring.yaml --seat anna`; empty where none were given. */
  args: string;
}

const title = (text: string) => `\n${text}\n\n`;
const item = (text: string, { width }: Screen) => wrap(text, width, '  ');
const note = (text: string, { width }: Screen) => wrap(text, width, '     ');

const seatLabel = ({ id, name }: Seat) => (name === id ? id : `${id}, ${line(name)}`);
const ids = (seats: readonly { seat: Seat }[]) => seats.map(({ seat }) => seat.id).join(', ');

function deletionText({ seat, account, regions }: ScannedSeat, screen: Screen): string {
  return regions
    .filter(hasDeletions)
    .map(({ region, preview }) => {
      const resources = (preview.plan?.toDelete ?? []).map((resource) => {
        const attached = sideEffectsOf(resource);
        return note(`${labelOf(resource)}${attached === undefined ? '' : `: ${attached}`}`, screen);
      });
      return item(`${seatLabel(seat)}: account ${account?.id}, ${region}`, screen) + resources.join('');
    })
    .join('');
}

function undeterminedText({ seat, regions, errors }: ScannedSeat, screen: Screen): string {
  const undetermined = regions.flatMap(({ preview }) =>
    (preview.plan?.undetermined ?? []).map(({ error }) => error),
  );
  const reasons = new Set([...errors, ...undetermined].map((error) => line(errorText(error))));
  if (reasons.size === 0) return '';
  return item(seatLabel(seat), screen) + [...reasons].map((why) => note(why, screen)).join('');
}

function keptText(
  { seat, regions }: ScannedSeat,
  isWanted: (review: Review) => boolean,
  screen: Screen,
): string {
  const keptResources = regions.flatMap(({ region, preview }) =>
    (preview.plan?.kept ?? []).filter(({ review }) => isWanted(review)).map((one) => ({ ...one, region })),
  );
  const lines = keptResources.map(({ resource, why, review, region }) => {
    const more = review === 'none' ? '' : `. To look at it: ${inspection(resource, region)}`;
    return note(line(`${labelOf(resource)}: ${why}${more}`), screen);
  });
  return lines.length === 0 ? '' : item(seatLabel(seat), screen) + lines.join('');
}

/** What was not searched, once for all seats with the same reason. */
function limitsText(seats: readonly ScannedSeat[], screen: Screen): string {
  const byReason = new Map<string, { what: Set<string>; ids: Set<string> }>();
  for (const { seat, regions } of seats)
    for (const { what, why } of regions.flatMap(({ preview: { plan } }) =>
      plan ? notSearchedLines(plan) : [],
    )) {
      const entry = byReason.get(why) ?? { what: new Set<string>(), ids: new Set<string>() };
      entry.what.add(what);
      entry.ids.add(seat.id);
      byReason.set(why, entry);
    }
  return [...byReason]
    .map(([why, { what, ids: unsearched }]) => {
      const whose = unsearched.size === seats.length ? 'all seats' : [...unsearched].join(', ');
      return item(`${[...what].join(', ')} (${whose})`, screen) + note(line(why), screen);
    })
    .join('');
}

const section = (heading: string, lines: readonly string[]) =>
  lines.every((one) => one === '') ? '' : title(heading) + lines.join('');

/** The plan for all seats as printed before the confirmation, with its digest. */
export function classPlanText({ seats, digest }: ClassPlan, screen: Screen): string {
  const nothing = seats.filter(
    ({ regions, errors }) =>
      errors.length === 0 &&
      regions.every(
        ({ preview: { plan } }) =>
          plan !== undefined && [...plan.toDelete, ...plan.undetermined, ...plan.kept].length === 0,
      ),
  );
  return [
    section(
      'This goes:',
      seats.map((one) => deletionText(one, screen)),
    ),
    section(
      "This may be a seat's. It stays until you decide:",
      seats.map((one) => keptText(one, (review) => review === 'decide', screen)),
    ),
    section(
      'This stays:',
      seats.map((one) => keptText(one, (review) => review !== 'decide', screen)),
    ),
    section(
      'This could not be read, so it counts neither as there nor as gone:',
      seats.map((one) => undeterminedText(one, screen)),
    ),
    section('This was not searched for other users or for more of the seats:', [limitsText(seats, screen)]),
    nothing.length === 0 ? '' : title('Nothing to delete:') + item(ids(nothing), screen),
    digest === undefined ? '' : `\nDigest of this plan: ${digest}\n`,
  ].join('');
}

/** The line printed as soon as a seat's outcome is final. */
export const settledLine = ({ seat, state, left, why }: SeatOutcome): string => {
  const more = left.length > 0 ? `${left.length} left` : why.length > 0 ? line(why[0] ?? '') : '';
  return `  ${seat.id.padEnd(12)}  ${stateWords[state]}${more === '' ? '' : `: ${more}`}\n`;
};

/** The commands by which the instructor says whose a leftover is. Each stays on one line, so that it can be copied. */
function decisionText({ seat, account, left }: SeatOutcome, screen: Screen): string {
  const commands = left.flatMap((each) => decisionArgs(seat.id, each));
  if (commands.length === 0) return '';
  const heading = `To say whose it is, with credentials of account ${account}:`;
  return note(heading, screen) + commands.map((args) => `       npx lab teardown ${args}\n`).join('');
}

function unfinishedText(outcome: SeatOutcome, screen: Screen): string {
  const { seat, state, left, why } = outcome;
  return [
    item(`${seatLabel(seat)}: ${stateWords[state]}`, screen),
    ...why.map((each) => note(line(each), screen)),
    ...left.map((each) => note(leftoverText(each), screen)),
    decisionText(outcome, screen),
  ].join('');
}

function closingText(
  { state, exit, digest, seats }: ClassTeardownResult,
  { width, args }: Screen & Invocation,
): string {
  const command = (flag: string) =>
    `\n    ${['npx lab class teardown', args, flag].filter(Boolean).join(' ')}\n`;
  const paragraph = (text: string) => `\n${wrap(text, width, '')}`;
  const gone = seats.filter(({ exit: own }) => own === 0).length;
  switch (state) {
    case 'planned':
      return paragraph('A dry run: nothing was deleted.');
    case 'unconfirmed':
      return paragraph('Nothing was deleted. To carry this plan out, type:') + command(`--confirm ${digest}`);
    case 'declined':
      return paragraph('Declined: nothing was deleted.');
    case 'changed':
      return paragraph('Nothing was deleted. To see the plan as it is now, type:') + command('--dry-run');
    case 'stopped':
      return (
        paragraph('Stopped between two calls. To go on, and to see what is left:') +
        command('--resume') +
        command('--dry-run').slice(1)
      );
    case 'done':
      return exit === 0
        ? paragraph(
            `Nothing of ${counted(gone)} was to be seen in two looks in a row, at last at ${lastConfirmedAt(seats)}.`,
          )
        : paragraph(
            `${gone} of ${counted(seats.length)} ${gone === 1 ? 'is' : 'are'} done. Once the reasons above are gone, type one of these (a seat that has changed needs a new plan):`,
          ) +
            command('--resume') +
            command('--dry-run').slice(1);
  }
}

const counted = (seats: number) => (seats === 1 ? '1 seat' : `${seats} seats`);

const lastConfirmedAt = (seats: readonly SeatOutcome[]) =>
  utcTime(Math.max(...seats.map(({ confirmedAt }) => confirmedAt?.[1] ?? 0)));

/** What is printed after the plan: the outcome of every seat, and the next command. */
export function classResultText(result: ClassTeardownResult, screen: Screen & Invocation): string {
  const { seats, state } = result;
  const seatsIn = (wanted: string) => seats.filter((seat) => seat.state === wanted);
  const acted = state === 'done' || state === 'stopped';
  // If nothing was deleted, the plan has already reported these seats.
  const summarized = ['clean', 'not-begun', 'planned', 'declined', ...(acted ? [] : ['denied', 'unknown'])];
  const unfinished = seats.filter((seat) => !summarized.includes(seat.state));
  return [
    section(
      'Not done:',
      unfinished.map((one) => unfinishedText(one, screen)),
    ),
    seatsIn('clean').length === 0 ? '' : title('Clean:') + item(ids(seatsIn('clean')), screen),
    seatsIn('not-begun').length === 0 ? '' : title('Not begun:') + item(ids(seatsIn('not-begun')), screen),
    section(
      'This stays:',
      seats.map(({ seat, stays }) =>
        stays.length === 0
          ? ''
          : item(seatLabel(seat), screen) + stays.map((each) => note(leftoverText(each), screen)).join(''),
      ),
    ),
    result.nothingOpen
      ? `\n${wrap('There is no confirmed teardown of this class on this machine to go on with: the plan above is a new one.', screen.width, '')}`
      : '',
    acted ? `\n${wrap(`${counted(seats.length)}: ${totals(seats)}.`, screen.width, '')}` : '',
    closingText(result, screen),
  ].join('');
}
