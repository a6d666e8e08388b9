import type { Lab } from '../../lab/lab.ts';
import type { DeletionResult } from '../carry-out.ts';
import type { TeardownResult } from '../finish.ts';
import type { Plan } from '../plan.ts';
import type { RegionsResult } from '../regions.ts';
import type { Verification } from '../verify.ts';
import { type Labels, labelsOf } from './labels.ts';
import { lastLine } from './last-line.ts';
import { absentText, keptText, undeterminedText } from './lists.ts';
import { errorText, notRemoved } from './phrases.ts';
import { regionHeading } from './plan-text.ts';
import { commandsText, item, note, type Screen, teardownIn, title } from './screen.ts';

const states: Record<DeletionResult['state'], string> = {
  deleted: 'deleted',
  'gone already': 'was gone already',
  refused: 'left alone',
  failed: 'NOT deleted',
  stopped: 'not deleted, stopped',
  waiting: 'not tried',
};

function doneText(done: readonly DeletionResult[], label: Labels, screen: Screen): string {
  return done
    .filter(({ state }) => state !== 'deleted' && state !== 'gone already')
    .map(({ resource, state, why, error: callError }) => {
      const reason = callError === undefined ? why : errorText(callError);
      return item(`${label(resource)}: ${states[state]}`, screen) + (reason ? note(reason, screen) : '');
    })
    .join('');
}

function verificationText(verification: Verification, label: Labels, screen: Screen): string {
  const { absent, remaining, undetermined } = verification;
  return [
    absent.length > 0 ? title(`Seen to be gone, at ${new Date(verification.at).toISOString()}:`) : '',
    absentText(absent, label, screen),
    remaining.length > 0 ? title('Still there:') : '',
    ...remaining.map((each) => item(label(each), screen)),
    undeterminedText(undetermined, screen),
  ].join('');
}

/** What a teardown never removes, and how to remove it manually. */
function notRemovedText(lab: Lab, screen: Screen): string {
  const lines = notRemoved(lab).map(({ what, how }) => item(what, screen) + note(how, screen));
  return title('What a teardown leaves to you:') + lines.join('');
}

/** Whether nothing was deleted since the plan was printed, and the same stays. */
function isListedAlready(now: Plan, printed: Plan | undefined): boolean {
  const keptIn = ({ kept }: Plan) => kept.map(({ resource: { id }, why }) => `${id} ${why}`).join();
  return printed !== undefined && printed.toDelete.length === 0 && keptIn(printed) === keptIn(now);
}

/** The headings above the reasons why nothing was deleted. */
const differenceHeadings: Record<NonNullable<TeardownResult['differencesOf']>, string> = {
  account: 'The account is not as it was when this was confirmed:',
  plan: 'The plan that was confirmed is not known:',
  confirmation: 'The confirmation has expired:',
};

/** What is printed of one teardown between its plan and the last line. */
function progressText(result: TeardownResult, screen: Screen): string {
  const { plan, differences = [], differencesOf = 'account', done = [], verification } = result;
  const label = labelsOf([plan, verification?.plan]);
  const changes = differences.map((line) => item(line, screen)).join('');
  const failures = doneText(done, label, screen);
  return [
    changes === '' ? '' : title(differenceHeadings[differencesOf]) + changes,
    failures === '' ? '' : title('Not deleted:') + failures,
    verification === undefined
      ? ''
      : verificationText(verification, label, screen) +
        (isListedAlready(verification.plan, plan) ? '' : keptText(verification.plan, label, screen)),
  ].join('');
}

const isFinished = ({ state }: TeardownResult) => state === 'done' || state === 'nothing';

/** What is printed after the plan: the changes, the failures, the verification and the last line. */
export function resultText(result: TeardownResult, lab: Lab, screen: Screen): string {
  return resultsText({ exit: result.exit, results: [result] }, lab, screen);
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
    note('For a region that you know of:', screen) +
    commandsText([teardownIn('REGION', screen)])
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
    return text === '' ? '' : regionHeading(region) + text;
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
