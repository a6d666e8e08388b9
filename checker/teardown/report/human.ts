import type { Lab } from '../../lab/lab.ts';
import type { DeletionResult } from '../carry-out.ts';
import type { TeardownResult } from '../finish.ts';
import { hasUndecided, type KeptResource, type Plan } from '../plan.ts';
import type { RegionsResult } from '../regions.ts';
import type { AbsentResource, UndeterminedResource } from '../resource.ts';
import type { Verification } from '../verify.ts';
import { notSearchedLines } from './limits.ts';
import { arnOf, errorText, inspection, labelOf, notRemoved, sideEffectsOf } from './phrases.ts';
import { wrap } from './wrap.ts';

interface Screen {
  /** Columns. */
  width: number;
  /** Set where several regions are printed: commands then name theirs. */
  isOneOfSeveral?: boolean;
  /** The only region that the run includes, if it was limited to one: the next command has to name it, too. */
  onlyRegion?: string;
}

const title = (text: string) => `\n${text}\n\n`;
const item = (text: string, { width }: Screen) => wrap(text, width, '  ');
const note = (text: string, { width }: Screen) => wrap(text, width, '     ');

/**
 * One failed call often leaves several resources undetermined: its error is printed once, below all of them.
 */
function undeterminedText(undetermined: readonly UndeterminedResource[], screen: Screen): string {
  if (undetermined.length === 0) return '';
  const whys = new Map<string, Set<string>>();
  for (const each of undetermined)
    whys.set(labelOf(each), (whys.get(labelOf(each)) ?? new Set()).add(errorText(each.error)));
  const blocks = new Map<string, string[]>();
  for (const [name, reasons] of whys) {
    const below = [...reasons].map((why) => note(why, screen)).join('');
    blocks.set(below, [...(blocks.get(below) ?? []), name]);
  }
  const lines = [...blocks].map(([below, names]) => names.map((name) => item(name, screen)).join('') + below);
  return title('This could not be read, so it counts neither as there nor as gone:') + lines.join('');
}

function absentText(absent: readonly AbsentResource[], screen: Screen): string {
  return absent.map((each) => item(`${labelOf(each)} (${each.code})`, screen)).join('');
}

/** Commands, each on a line of its own that is never wrapped, so that it can be copied. */
const commandsText = (commands: readonly string[]) =>
  commands.map((command) => `       ${command}\n`).join('');

/** How to look at a kept resource, and how to say whose it is. */
function reviewText({ resource, review }: KeptResource, region: string, screen: Screen): string {
  if (review === 'none') return '';
  const namesRegion = screen.isOneOfSeveral === true || screen.onlyRegion !== undefined;
  const command = `npx lab teardown${namesRegion ? ` --region ${region}` : ''}`;
  const arn = arnOf(resource, region);
  return [
    note('To look at it:', screen),
    commandsText([inspection(resource, region)]),
    note("If it is the lab's, and if it is not:", screen),
    commandsText([`${command} --adopt ${arn}`, `${command} --not-mine ${arn}`]),
  ].join('');
}

const keptLines = (kept: readonly KeptResource[], region: string, screen: Screen) =>
  kept
    .map(
      (one) => item(labelOf(one.resource), screen) + note(one.why, screen) + reviewText(one, region, screen),
    )
    .join('');

/** What stays: first what the user has to decide about, then what has a reason of its own. */
function keptText({ kept, region }: Plan, screen: Screen): string {
  const sections = [
    ["This may be the lab's. It stays until you decide:", 'decide'],
    ['This stays. Please look at it:', 'look'],
    ['This stays:', 'none'],
  ] as const;
  return sections
    .map(([heading, review]) => {
      const lines = keptLines(
        kept.filter((one) => one.review === review),
        region,
        screen,
      );
      return lines === '' ? '' : title(heading) + lines;
    })
    .join('');
}

/** What has the lab's names in regions that this teardown does not include. */
function elsewhereText({ elsewhere }: Plan, screen: Screen): string {
  if (elsewhere.length === 0) return '';
  const regions = [...new Set(elsewhere.map(({ region }) => region))];
  const lines = elsewhere.map((one) => item(`${labelOf(one)} in ${one.region}`, screen)).join('');
  const commands = regions.map((region) => `npx lab teardown --region ${region}`);
  return (
    title("The lab's names in regions that this teardown does not include:") + lines + commandsText(commands)
  );
}

/** What was not searched, so that the plan is confirmed with that in view. Regions with the same reason share a line. */
function limitsText(plan: Plan, screen: Screen): string {
  if (plan.limits.length === 0) return '';
  const byReason = new Map<string, string[]>();
  for (const { what, why } of notSearchedLines(plan)) byReason.set(why, [...(byReason.get(why) ?? []), what]);
  const lines = [...byReason].map(([why, what]) => item(what.join(', '), screen) + note(why, screen));
  return title('This was not searched for other users or for more of the lab:') + lines.join('');
}

/** The line with the digest that confirms a plan. */
const digestText = (digest: string) => `\nDigest of this plan: ${digest}\n`;

/** The plan as printed before the confirmation, without its digest. */
function planText(plan: Plan, screen: Screen): string {
  const { toDelete, absent, undetermined } = plan;
  const deletions = toDelete.map((resource, index) => {
    const more = sideEffectsOf(resource);
    return (
      wrap(`${index + 1}. ${labelOf(resource)}`, screen.width, '  ') +
      (more === undefined ? '' : note(more, screen)) +
      note(`the lab's: ${resource.proofs.map(({ text }) => text).join('; ')}`, screen)
    );
  });
  const absentLines = absentText(absent, screen);
  return [
    toDelete.length > 0 ? title('This goes:') + deletions.join('') : '',
    keptText(plan, screen),
    undeterminedText(undetermined, screen),
    elsewhereText(plan, screen),
    limitsText(plan, screen),
    absentLines === '' ? '' : title('Not there:') + absentLines,
  ].join('');
}

const states: Record<DeletionResult['state'], string> = {
  deleted: 'deleted',
  'gone already': 'was gone already',
  refused: 'left alone',
  failed: 'NOT deleted',
  stopped: 'not deleted, stopped',
  waiting: 'not tried',
};

function doneText(done: readonly DeletionResult[], screen: Screen): string {
  return done
    .filter(({ state }) => state !== 'deleted' && state !== 'gone already')
    .map(({ resource, state, why, error: callError }) => {
      const reason = callError === undefined ? why : errorText(callError);
      return item(`${labelOf(resource)}: ${states[state]}`, screen) + (reason ? note(reason, screen) : '');
    })
    .join('');
}

function verificationText(verification: Verification, screen: Screen): string {
  const { absent, remaining, undetermined } = verification;
  return [
    absent.length > 0 ? title(`Seen to be gone, at ${new Date(verification.at).toISOString()}:`) : '',
    absentText(absent, screen),
    remaining.length > 0 ? title('Still there:') : '',
    ...remaining.map((each) => item(labelOf(each), screen)),
    undeterminedText(undetermined, screen),
  ].join('');
}

/** What a teardown never removes, and how to remove it manually. */
function notRemovedText(lab: Lab, screen: Screen): string {
  const lines = notRemoved(lab).map(({ what, how }) => item(what, screen) + note(how, screen));
  return title('What a teardown leaves to you:') + lines.join('');
}

/** A command on a line of its own, so that it can be copied. */
const commandLine = (flags: string, { onlyRegion }: Screen) =>
  `\n    npx lab teardown ${onlyRegion === undefined ? '' : `--region ${onlyRegion} `}${flags}\n`;

/** Set where a teardown is one of several: the digest of all of them, and this one's region. */
interface CombinedPlan {
  digest?: string | undefined;
  region?: string | undefined;
}

function lastLine(
  { state, exit, plan, verification, done }: TeardownResult,
  screen: Screen,
  { digest = plan?.digest, region }: CombinedPlan,
): string {
  const paragraph = (text: string) => `\n${wrap(text, screen.width, '')}`;
  const here = region === undefined ? '' : ` in ${region}`;
  const kept = (verification?.plan ?? plan)?.kept.length ?? 0;
  const keptRemark = kept > 0 ? ' What stays is listed above, with the reason.' : '';
  const last = verification?.plan ?? plan;
  const undecided = last !== undefined && hasUndecided(last);
  switch (state) {
    case 'nothing':
      if (exit === 0) return paragraph(`Nothing to delete${here}.${keptRemark}`);
      return undecided
        ? paragraph(
            `Nothing was deleted${here}. What may be the lab's is listed above: decide about it first.`,
          )
        : paragraph(`Found nothing to delete${here}, but could not look everywhere.`);
    case 'planned':
      return paragraph('A dry run: nothing was deleted.');
    case 'unconfirmed':
      return (
        paragraph('Nothing was deleted. To carry this plan out, type:') +
        commandLine(`--confirm ${digest}`, screen)
      );
    case 'declined':
      return paragraph('Declined: nothing was deleted.');
    case 'changed':
      return (
        paragraph(`Nothing was deleted${here}. To see the plan as it is now, type:`) +
        commandLine('--dry-run', screen)
      );
    case 'stopped':
      if (done === undefined)
        return (
          paragraph(`Stopped before anything was deleted${here}. To see what would go:`) +
          commandLine('--dry-run', screen)
        );
      return (
        paragraph(`Stopped between two calls${here}. To go on, and to see what is left:`) +
        commandLine('--resume', screen) +
        commandLine('--dry-run', screen).slice(1)
      );
    case 'done':
      if (exit === 0)
        return paragraph(
          `Proven: nothing of the lab is left in this account ${here === '' ? 'and region' : here.slice(1)}.${keptRemark}`,
        );
      if (undecided && verification?.remaining.length === 0 && verification.undetermined.length === 0)
        return paragraph(
          `All that was confirmed is deleted${here}. What may be the lab's is listed above: decide about it, then run the teardown again.`,
        );
      return (
        paragraph(
          `Not everything${here} could be deleted and proven. Once the reasons above are gone, type:`,
        ) + commandLine('--resume', screen)
      );
  }
}

/** Whether nothing was deleted since the plan was printed, and the same stays. */
function isListedAlready(now: Plan, printed: Plan | undefined): boolean {
  const keptIn = ({ kept }: Plan) => kept.map(({ resource: { id }, why }) => `${id} ${why}`).join();
  return printed !== undefined && printed.toDelete.length === 0 && keptIn(printed) === keptIn(now);
}

/** What is printed of one teardown between its plan and the last line. */
function progressText(
  { plan, differences = [], done = [], verification }: TeardownResult,
  screen: Screen,
): string {
  const changes = differences.map((line) => item(line, screen)).join('');
  const failures = doneText(done, screen);
  return [
    changes === '' ? '' : title('The account is not as it was when this was confirmed:') + changes,
    failures === '' ? '' : title('Not deleted:') + failures,
    verification === undefined
      ? ''
      : verificationText(verification, screen) +
        (isListedAlready(verification.plan, plan) ? '' : keptText(verification.plan, screen)),
  ].join('');
}

const isFinished = ({ state }: TeardownResult) => state === 'done' || state === 'nothing';

/** What is printed after the plan: the changes, the failures, the verification and the last line. */
export function resultText(result: TeardownResult, lab: Lab, screen: Screen): string {
  return resultsText({ exit: result.exit, results: [result] }, lab, screen);
}

/** The heading above each region where there are several. */
const heading = (region: string) => `\n${region}\n${'─'.repeat(region.length)}\n`;

/**
 * One region's plan, or all regions' plans under their names; and the digest if anything would be deleted.
 */
export function plansText(plans: readonly Plan[], digest: string | undefined, screen: Screen): string {
  const texts = plans.map((plan) => {
    const text = planText(plan, { ...screen, isOneOfSeveral: plans.length > 1 });
    return plans.length > 1 ? heading(plan.region) + (text === '' ? '\n  nothing\n' : text) : text;
  });
  return texts.join('') + (digest === undefined ? '' : digestText(digest));
}

/**
 * Reports that the lab may be in more regions than were scanned, and why; empty where all regions are known.
 */
export function regionsErrorText(
  { regionsError }: Pick<RegionsResult, 'regionsError'>,
  screen: Screen,
): string {
  if (regionsError === undefined) return '';
  return (
    title('Whether the lab was used in other regions could not be read:') +
    item(errorText(regionsError), screen) +
    note('For a region that you know of: npx lab teardown --region REGION', screen)
  );
}

/** As `resultText`, region by region; what is the same for all regions is printed once. */
export function resultsText(regionsResult: RegionsResult, lab: Lab, screen: Screen): string {
  const { results, digest } = regionsResult;
  const [first] = results;
  if (first === undefined) return '';
  if (results.length === 1)
    return [
      progressText(first, screen),
      isFinished(first) ? notRemovedText(lab, screen) : '',
      regionsErrorText(regionsResult, screen),
      lastLine(first, screen, {}),
    ].join('');
  const allFinished = results.every(isFinished);
  // One confirmation covers all regions, so its outcome is printed once, below all of them.
  const isDecidedOnce = !allFinished && !results.some(({ done }) => done !== undefined);
  const texts = results.map((result) => {
    const region = result.plan?.region ?? lab.region;
    const text =
      progressText(result, { ...screen, isOneOfSeveral: true }) +
      (isDecidedOnce ? '' : lastLine(result, screen, { digest, region }));
    return text === '' ? '' : heading(region) + text;
  });
  const lastLines = results
    .filter((result) => !isFinished(result))
    .map((result) => lastLine(result, screen, { digest }));
  return [
    ...texts,
    allFinished ? notRemovedText(lab, screen) : '',
    regionsErrorText(regionsResult, screen),
    isDecidedOnce ? (lastLines[0] ?? '') : '',
  ].join('');
}
