import type { Fact } from '../account/fact.ts';
import type { Leftovers, Live } from '../facts/values.ts';
import { type GivenFlags, labCommand, npmTeardown } from '../lab/commands.ts';
import type { LabNames } from '../lab/lab.ts';
import { type Finding, type Judgement, pass, undetermined, waiting } from '../steps/finding.ts';
import { formatDuration, formatList, formatTime } from '../steps/format.ts';
import { isLeft, keptRemark, leftoversFix, named, teardownsIn } from '../steps/leftovers.ts';
import { finding } from './section.ts';

const day = 24 * 3600 * 1000;

interface Settings {
  live: Fact<Live>;
  /** Milliseconds since the epoch. */
  now: number;
  given: GivenFlags;
}

/** Milliseconds since the oldest of the lab's resources was created. */
function ageOf(live: Fact<Live>, now: number): number {
  const resources = live.state === 'known' ? live.value.resources : [];
  return Math.max(0, ...resources.flatMap(({ since }) => (since === undefined ? [] : [now - since])));
}

function inRegion(leftovers: Leftovers, { live, now, given }: Settings): Judgement {
  const expected = 'nothing of an earlier run in this region';
  const { items, undetermined: unread, lastTeardown } = leftovers;
  const left = items.filter(isLeft);
  const age = ageOf(live, now);
  if (left.length > 0 && left.every(({ state }) => state === 'undecided'))
    return waiting(
      expected,
      named(left),
      `It may be the lab's. See why, and decide: ${npmTeardown(given, '--dry-run')}`,
    );
  if (left.length > 0 && lastTeardown?.state === 'unfinished')
    return waiting(
      expected,
      `the teardown that was confirmed at ${formatTime(Date.parse(lastTeardown.at))} is not finished; left: ${named(left)}`,
      `Go on with it: ${leftoversFix(left, leftovers, given)}`,
    );
  if (left.length > 0 && age > day)
    return waiting(
      expected,
      `${named(left)}: the oldest is ${formatDuration(age)} old`,
      `Go on with that run (${labCommand('next', given)}), or remove it first: ${npmTeardown(given)}`,
    );
  const [failed] = unread;
  if (failed !== undefined) return undetermined(expected, failed.error);
  const kept = keptRemark(items);
  const state = left.length === 0 ? 'nothing' : `a run is under way: ${named(left)}`;
  if (left.length > 0) return pass(expected, kept === '' ? state : `${state}; ${kept}`);
  return pass(expected, kept || state);
}

function inOtherRegions({ elsewhere, notSearched }: Leftovers, given: GivenFlags): Judgement {
  const expected = 'nothing of the lab in another region';
  if (elsewhere.length === 0)
    return pass(
      expected,
      notSearched.length === 0
        ? 'none'
        : `none was found; not searched: ${formatList(notSearched.map(({ what }) => what))}`,
    );
  const regions = [...new Set(elsewhere.map(({ region }) => region))];
  return waiting(
    expected,
    formatList(elsewhere.map(({ title, name, region }) => `${title} ${name} (${region})`)),
    teardownsIn(regions, given),
  );
}

/** What an earlier run with the same settings left in the account, as a teardown would find it. */
export function leftoverFindings(
  leftovers: Leftovers,
  { names, ...settings }: Settings & { names: LabNames },
): Finding[] {
  const why = 'What an earlier run left is on the bill, and stands in the way of the next one.';
  return [
    finding(
      { id: 'earlier.here', title: `Nothing is left of an earlier ${names.pipeline}`, why, step: 'cleanup' },
      inRegion(leftovers, settings),
    ),
    finding(
      { id: 'earlier.elsewhere', title: 'Nor in another region', why, step: 'cleanup' },
      inOtherRegions(leftovers, settings.given),
    ),
  ];
}
