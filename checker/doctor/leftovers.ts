import type { Calls } from '../account/calls.ts';
import type { Fact } from '../account/fact.ts';
import { readLeftovers } from '../facts/leftovers.ts';
import type { Leftover, Leftovers, Live } from '../facts/values.ts';
import type { Lab, LabNames } from '../lab/lab.ts';
import type { LabRecord } from '../lab/lab-record.ts';
import { type Finding, type Judgement, pass, undetermined, waiting } from '../steps/finding.ts';
import { formatDuration, formatList } from '../steps/format.ts';
import { finding } from './section.ts';

const day = 24 * 3600 * 1000;

const isLeft = ({ state }: Leftover) => state === 'deletable' || state === 'undecided';

function inRegion(leftovers: Leftovers, live: Fact<Live>, now: number): Judgement {
  const expected = 'nothing of an earlier run in this region';
  const left = leftovers.items.filter(isLeft);
  const named = formatList(left.map(({ title, name }) => `${title} ${name}`));
  const resources = live.state === 'known' ? live.value.resources : [];
  const ages = resources.flatMap(({ since }) => (since === undefined ? [] : [now - since]));
  const oldest = Math.max(0, ...ages);
  const undecided = left.filter(({ state }) => state === 'undecided');
  if (left.length > 0 && (oldest > day || undecided.length === left.length))
    return waiting(
      expected,
      oldest > day ? `${named}: the oldest is ${formatDuration(oldest)} old` : named,
      undecided.length === left.length
        ? "It may be the lab's. See why, and decide: npm run teardown -- --dry-run"
        : 'Go on with that run (npx lab next), or remove it first: npm run teardown',
    );
  const [unread] = leftovers.undetermined;
  if (unread !== undefined) return undetermined(expected, unread.error);
  return pass(expected, left.length === 0 ? 'nothing' : `a run is under way: ${named}`);
}

function inOtherRegions({ elsewhere, notSearched }: Leftovers): Judgement {
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
    regions.map((region) => `npm run teardown -- --region ${region}`).join(' && '),
  );
}

/** What an earlier run with the same settings left in the account, as a teardown would find it. */
export async function leftoverFindings(
  calls: Calls,
  lab: Lab,
  names: LabNames,
  {
    account,
    live,
    now,
    record,
  }: { account: string; live: Fact<Live>; now: number; record: LabRecord | undefined },
): Promise<Finding[]> {
  const why = 'What an earlier run left is on the bill, and stands in the way of the next one.';
  const leftovers = await readLeftovers(calls, lab, account, record);
  return [
    finding(
      { id: 'earlier.here', title: `Nothing is left of an earlier ${names.pipeline}`, why, step: 'cleanup' },
      inRegion(leftovers, live, now),
    ),
    finding(
      { id: 'earlier.elsewhere', title: 'Nor in another region', why, step: 'cleanup' },
      inOtherRegions(leftovers),
    ),
  ];
}
