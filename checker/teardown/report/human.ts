import type { Lab } from '../../lab/lab.ts';
import type { Done } from '../carry-out.ts';
import type { Plan } from '../plan.ts';
import type { Proved } from '../prove.ts';
import type { RegionsResult } from '../regions.ts';
import type { Result } from '../teardown.ts';
import type { NotThere, Untold } from '../thing.ts';
import { byHand, called, stays, told, withIt } from './words.ts';
import { wrap } from './wrap.ts';

interface Screen {
  /** Columns. */
  width: number;
}

const title = (text: string) => `\n${text}\n\n`;
const item = (text: string, { width }: Screen) => wrap(text, width, '  ');
const note = (text: string, { width }: Screen) => wrap(text, width, '     ');

/** One answer is often what keeps several things from being told: it is said once, below all of them. */
function untoldText(untold: readonly Untold[], screen: Screen): string {
  if (untold.length === 0) return '';
  const whys = new Map<string, Set<string>>();
  for (const each of untold)
    whys.set(called(each), (whys.get(called(each)) ?? new Set()).add(told(each.trouble)));
  const blocks = new Map<string, string[]>();
  for (const [name, reasons] of whys) {
    const below = [...reasons].map((why) => note(why, screen)).join('');
    blocks.set(below, [...(blocks.get(below) ?? []), name]);
  }
  const lines = [...blocks].map(([below, names]) => names.map((name) => item(name, screen)).join('') + below);
  return title('This could not be told, so it counts as neither there nor gone:') + lines.join('');
}

function notThereText(absent: readonly NotThere[], screen: Screen): string {
  return absent.map((each) => item(`${called(each)} (${each.code})`, screen)).join('');
}

function keptText({ kept }: Plan, screen: Screen): string {
  if (kept.length === 0) return '';
  const lines = kept.map(({ thing, why, look }) => {
    const more = look ? '. Please look; if it is yours to delete:' : '';
    // On a line of its own and whole, to be copied.
    const command = look ? `     ${byHand(thing)}\n` : '';
    return item(called(thing), screen) + note(`${why}${more}`, screen) + command;
  });
  return title('This stays:') + lines.join('');
}

/** The line that a plan is confirmed by. */
const digestText = (digest: string) => `\nDigest of this plan: ${digest}\n`;

/** The plan, as it is printed before anybody is asked; its digest stands below. */
function planText(plan: Plan, screen: Screen): string {
  const { go, absent, untold } = plan;
  const goes = go.map((thing, index) => {
    const more = withIt(thing);
    return (
      wrap(`${index + 1}. ${called(thing)}`, screen.width, '  ') +
      (more === undefined ? '' : note(more, screen)) +
      note(`the lab's: ${thing.proofs.map(({ text }) => text).join('; ')}`, screen)
    );
  });
  const gone = notThereText(absent, screen);
  return [
    go.length > 0 ? title('This goes:') + goes.join('') : '',
    keptText(plan, screen),
    untoldText(untold, screen),
    gone === '' ? '' : title('Not there:') + gone,
  ].join('');
}

const states: Record<Done['state'], string> = {
  deleted: 'deleted',
  'gone already': 'was gone already',
  refused: 'left alone',
  failed: 'NOT deleted',
  stopped: 'not deleted, stopped',
  waiting: 'not tried',
};

function doneText(done: readonly Done[], screen: Screen): string {
  return done
    .filter(({ state }) => state !== 'deleted' && state !== 'gone already')
    .map(({ thing, state, why, trouble }) => {
      const reason = trouble === undefined ? why : told(trouble);
      return item(`${called(thing)}: ${states[state]}`, screen) + (reason ? note(reason, screen) : '');
    })
    .join('');
}

function proofText(proof: Proved, screen: Screen): string {
  const { seen, remaining, untold } = proof;
  return [
    seen.length > 0 ? title(`Seen to be gone, at ${new Date(proof.at).toISOString()}:`) : '',
    notThereText(seen, screen),
    remaining.length > 0 ? title('Still there:') : '',
    ...remaining.map((each) => item(called(each), screen)),
    untoldText(untold, screen),
  ].join('');
}

/** What stays by design, and how it goes. */
function staysText(lab: Lab, screen: Screen): string {
  const lines = stays(lab).map(({ what, how }) => item(what, screen) + note(how, screen));
  return title('What a teardown leaves to you:') + lines.join('');
}

/** A command on a line of its own, to be copied. */
const type = (flags: string) => `\n    npx lab teardown ${flags}\n`;

/** Where a teardown is one of several: the digest of all of them, and which region its own is. */
interface Whole {
  digest?: string | undefined;
  region?: string | undefined;
}

function ending(
  { state, exit, plan, proof, done }: Result,
  { width }: Screen,
  { digest = plan?.digest, region }: Whole,
): string {
  const say = (text: string) => `\n${wrap(text, width, '')}`;
  const here = region === undefined ? '' : ` in ${region}`;
  const kept = (proof?.plan ?? plan)?.kept.length ?? 0;
  const but = kept > 0 ? ' What stays is told above.' : '';
  switch (state) {
    case 'nothing':
      return exit === 0
        ? say(`Nothing to delete${here}.${but}`)
        : say(`Found nothing to delete${here}, but could not look everywhere.`);
    case 'planned':
      return say('A dry run: nothing was deleted.');
    case 'unconfirmed':
      return say('Nothing was deleted. To carry this plan out, type:') + type(`--confirm ${digest}`);
    case 'declined':
      return say('Declined: nothing was deleted.');
    case 'changed':
      return say(`Nothing was deleted${here}. To see the plan as it is now, type:`) + type('--dry-run');
    case 'stopped':
      if (done === undefined)
        return say(`Stopped before anything was deleted${here}. To see what would go:`) + type('--dry-run');
      return (
        say(`Stopped between two calls${here}. To go on, and to see what is left:`) +
        type('--resume') +
        type('--dry-run').slice(1)
      );
    case 'done':
      if (exit === 0)
        return say(
          `Proven: nothing of the lab is left in this account ${here === '' ? 'and region' : here.slice(1)}.${but}`,
        );
      return (
        say(`Not everything${here} could be deleted and proven. Once the reasons above are gone, type:`) +
        type('--resume')
      );
  }
}

/** All of one teardown that stands between its plan and the last words. */
function courseText({ differences = [], done = [], proof }: Result, screen: Screen): string {
  const changes = differences.map((line) => item(line, screen)).join('');
  const failures = doneText(done, screen);
  return [
    changes === '' ? '' : title('The account is not as it was when this was confirmed:') + changes,
    failures === '' ? '' : title('Not deleted:') + failures,
    proof === undefined ? '' : proofText(proof, screen) + keptText(proof.plan, screen),
  ].join('');
}

const ended = ({ state }: Result) => state === 'done' || state === 'nothing';

/** All that stands behind the plan: what changed, what was done, the proof, and the last line. */
export function resultText(result: Result, lab: Lab, screen: Screen): string {
  return resultsText({ exit: result.exit, results: [result] }, lab, screen);
}

/** What stands above each of several regions. */
const heading = (region: string) => `\n${region}\n${'─'.repeat(region.length)}\n`;

/** One region's plan as `planText` has it, or all regions' under their names; and the digest, if anything goes. */
export function plansText(plans: readonly Plan[], digest: string | undefined, screen: Screen): string {
  const texts = plans.map((plan) => {
    const text = planText(plan, screen);
    return plans.length > 1 ? heading(plan.region) + (text === '' ? '\n  nothing\n' : text) : text;
  });
  return texts.join('') + (digest === undefined ? '' : digestText(digest));
}

/** That there may be more regions than were looked at, and why; empty where all are known. */
export function unlistedText({ unlisted }: Pick<RegionsResult, 'unlisted'>, screen: Screen): string {
  if (unlisted === undefined) return '';
  return (
    title('Whether the lab was used in other regions could not be told:') +
    item(told(unlisted), screen) +
    note('For a region that you know of: npx lab teardown --region REGION', screen)
  );
}

/** As `resultText`, region by region; what is the same for all of them is said once. */
export function resultsText(whole: RegionsResult, lab: Lab, screen: Screen): string {
  const { results, digest } = whole;
  const [first] = results;
  if (first === undefined) return '';
  if (results.length === 1)
    return [
      courseText(first, screen),
      ended(first) ? staysText(lab, screen) : '',
      unlistedText(whole, screen),
      ending(first, screen, {}),
    ].join('');
  const allEnded = results.every(ended);
  // What was decided once is said once, below all of them.
  const once = !allEnded && !results.some(({ done }) => done !== undefined);
  const course = results.map((result) => {
    const region = result.plan?.region ?? lab.region;
    const text = courseText(result, screen) + (once ? '' : ending(result, screen, { digest, region }));
    return text === '' ? '' : heading(region) + text;
  });
  const decided = results
    .filter((result) => !ended(result))
    .map((result) => ending(result, screen, { digest }));
  return [
    ...course,
    allEnded ? staysText(lab, screen) : '',
    unlistedText(whole, screen),
    once ? (decided[0] ?? '') : '',
  ].join('');
}
