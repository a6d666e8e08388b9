import { byHand, called, told, withIt } from '../../../checker/teardown/report/words.ts';
import { wrap } from '../../../checker/teardown/report/wrap.ts';
import { line } from '../../report/words.ts';
import type { Seat } from '../../seat.ts';
import type { SeatOutcome } from '../outcome.ts';
import { goes } from '../plan.ts';
import type { ClassTorn } from '../teardown.ts';
import type { ClassPlan, LookedAt } from '../types.ts';
import { leftText, moment, stateWords, totals } from './words.ts';

interface Screen {
  /** Columns. */
  width: number;
}

/** How the class is named on the command line: its roster's file and the flags that were given. */
interface Typed {
  /** `spring.yaml --seat anna`; empty where nothing was. */
  again: string;
}

const title = (text: string) => `\n${text}\n\n`;
const item = (text: string, { width }: Screen) => wrap(text, width, '  ');
const note = (text: string, { width }: Screen) => wrap(text, width, '     ');

const named = ({ id, name }: Seat) => (name === id ? id : `${id}, ${line(name)}`);
const ids = (seats: readonly { seat: Seat }[]) => seats.map(({ seat }) => seat.id).join(', ');

function goesText({ seat, account, places }: LookedAt, screen: Screen): string {
  return places
    .filter(goes)
    .map(({ region, look }) => {
      const things = (look.plan?.go ?? []).map((thing) => {
        const more = withIt(thing);
        return note(`${called(thing)}${more === undefined ? '' : `: ${more}`}`, screen);
      });
      return item(`${named(seat)}: account ${account?.id}, ${region}`, screen) + things.join('');
    })
    .join('');
}

function untoldText({ seat, places, troubles }: LookedAt, screen: Screen): string {
  const untold = places.flatMap(({ look }) => (look.plan?.untold ?? []).map(({ trouble }) => trouble));
  const whys = new Set([...troubles, ...untold].map((trouble) => line(told(trouble))));
  if (whys.size === 0) return '';
  return item(named(seat), screen) + [...whys].map((why) => note(why, screen)).join('');
}

function keptText({ seat, places }: LookedAt, screen: Screen): string {
  const kept = places.flatMap(({ look }) => look.plan?.kept ?? []);
  const lines = kept.map(({ thing, why, look }) => {
    const more = look ? `. Please look; if it is yours to delete: ${byHand(thing)}` : '';
    return note(line(`${called(thing)}: ${why}${more}`), screen);
  });
  return lines.length === 0 ? '' : item(named(seat), screen) + lines.join('');
}

const section = (heading: string, lines: readonly string[]) =>
  lines.every((one) => one === '') ? '' : title(heading) + lines.join('');

/** The plan for all seats, as it is printed before anybody is asked; its digest stands below. */
export function classPlanText({ seats, digest }: ClassPlan, screen: Screen): string {
  const nothing = seats.filter(
    ({ places, troubles }) =>
      troubles.length === 0 &&
      places.every(
        ({ look: { plan } }) => plan !== undefined && [...plan.go, ...plan.untold, ...plan.kept].length === 0,
      ),
  );
  return [
    section(
      'This goes:',
      seats.map((one) => goesText(one, screen)),
    ),
    section(
      'This stays:',
      seats.map((one) => keptText(one, screen)),
    ),
    section(
      'This could not be told, so it counts as neither there nor gone:',
      seats.map((one) => untoldText(one, screen)),
    ),
    nothing.length === 0 ? '' : title('Nothing to delete:') + item(ids(nothing), screen),
    digest === undefined ? '' : `\nDigest of this plan: ${digest}\n`,
  ].join('');
}

/** One line as soon as a seat is settled. */
export const settledLine = ({ seat, state, left, why }: SeatOutcome): string => {
  const more = left.length > 0 ? `${left.length} left` : why.length > 0 ? line(why[0] ?? '') : '';
  return `  ${seat.id.padEnd(12)}  ${stateWords[state]}${more === '' ? '' : `: ${more}`}\n`;
};

function openText(outcome: SeatOutcome, screen: Screen): string {
  const { seat, state, left, why } = outcome;
  return [
    item(`${named(seat)}: ${stateWords[state]}`, screen),
    ...why.map((each) => note(line(each), screen)),
    ...left.map((each) => note(leftText(each), screen)),
  ].join('');
}

function ending({ state, exit, digest, seats }: ClassTorn, { width, again }: Screen & Typed): string {
  const type = (flag: string) =>
    `\n    ${['npx lab class teardown', again, flag].filter(Boolean).join(' ')}\n`;
  const say = (text: string) => `\n${wrap(text, width, '')}`;
  const gone = seats.filter(({ exit: own }) => own === 0).length;
  switch (state) {
    case 'planned':
      return say('A dry run: nothing was deleted.');
    case 'unconfirmed':
      return say('Nothing was deleted. To carry this plan out, type:') + type(`--confirm ${digest}`);
    case 'declined':
      return say('Declined: nothing was deleted.');
    case 'changed':
      return say('Nothing was deleted. To see the plan as it is now, type:') + type('--dry-run');
    case 'stopped':
      return (
        say('Stopped between two calls. To go on, and to see what is left:') +
        type('--resume') +
        type('--dry-run').slice(1)
      );
    case 'done':
      return exit === 0
        ? say(
            `Nothing of ${counted(gone)} was to be seen in two looks in a row, at last at ${lastLook(seats)}.`,
          )
        : say(
            `${gone} of ${counted(seats.length)} ${gone === 1 ? 'is' : 'are'} done. Once the reasons above are gone, type one of these (a seat that has changed needs a new plan):`,
          ) +
            type('--resume') +
            type('--dry-run').slice(1);
  }
}

const counted = (seats: number) => (seats === 1 ? '1 seat' : `${seats} seats`);

const lastLook = (seats: readonly SeatOutcome[]) =>
  moment(Math.max(...seats.map(({ looks }) => looks?.[1] ?? 0)));

/** What stands behind the plan: what came of every seat, and what to type next. */
export function classTornText(torn: ClassTorn, screen: Screen & Typed): string {
  const { seats, state } = torn;
  const of = (wanted: string) => seats.filter((seat) => seat.state === wanted);
  const acted = state === 'done' || state === 'stopped';
  // Where nothing was done, the plan has told it.
  const said = ['clean', 'not-begun', 'planned', 'declined', ...(acted ? [] : ['denied', 'unknown'])];
  const open = seats.filter((seat) => !said.includes(seat.state));
  return [
    section(
      'Not done:',
      open.map((one) => openText(one, screen)),
    ),
    of('clean').length === 0 ? '' : title('Clean:') + item(ids(of('clean')), screen),
    of('not-begun').length === 0 ? '' : title('Not begun:') + item(ids(of('not-begun')), screen),
    section(
      'This stays:',
      seats.map(({ seat, stays }) =>
        stays.length === 0
          ? ''
          : item(named(seat), screen) + stays.map((each) => note(leftText(each), screen)).join(''),
      ),
    ),
    torn.nothingOpen
      ? `\n${wrap('There is no confirmed teardown of this class on this machine to go on with: the plan above is a new one.', screen.width, '')}`
      : '',
    acted ? `\n${wrap(`${counted(seats.length)}: ${totals(seats)}.`, screen.width, '')}` : '',
    ending(torn, screen),
  ].join('');
}
