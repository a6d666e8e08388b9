import type { Calls } from '../account/calls.ts';
import type { Fact } from '../account/fact.ts';
import { bucketsInOtherRegions } from '../account/read/other-regions.ts';
import { bucketNames } from '../account/s3.ts';
import type { Live } from '../facts/values.ts';
import type { Lab, LabNames } from '../lab/lab.ts';
import { type Finding, type Judgement, pass, undetermined, waiting } from '../steps/finding.ts';
import { formatDuration, formatList } from '../steps/format.ts';
import { finding } from './section.ts';

const day = 24 * 3600 * 1000;

function inRegion(live: Fact<Live>, now: number): Judgement {
  const expected = 'nothing of an earlier run in this region';
  if (live.state !== 'known')
    return live.state === 'unknown' ? undetermined(expected, live.error) : pass(expected, 'nothing');
  const { resources, unknown } = live.value;
  const named = formatList(resources.map(({ kind, name }) => `${kind} ${name}`));
  const ages = resources.flatMap(({ since }) => (since === undefined ? [] : [now - since]));
  const oldest = Math.max(0, ...ages);
  if (resources.length > 0 && oldest > day)
    return waiting(
      expected,
      `${named}: the oldest is ${formatDuration(oldest)} old`,
      'Go on with that run (npx lab next), or remove it first: npm run teardown',
    );
  if (unknown.length > 0)
    return {
      verdict: 'unknown',
      expected,
      found: `could not tell: ${formatList(unknown)} could not be listed`,
      fix: 'See that you may read them (npx lab policy), then look again.',
    };
  return pass(expected, resources.length === 0 ? 'nothing' : `a run is under way: ${named}`);
}

/** Judges the lab's buckets in other regions; the account's list of buckets covers all regions. */
function inOtherRegions(
  buckets: Fact<{ items: string[]; complete: boolean }>,
  lab: Lab,
  account: string,
): Judgement {
  const expected = 'no bucket of the lab in another region';
  if (buckets.state !== 'known')
    return buckets.state === 'unknown' ? undetermined(expected, buckets.error) : pass(expected, 'none');
  const found = bucketsInOtherRegions(buckets.value.items, lab, account);
  if (found.length === 0) return pass(expected, 'none');
  const regions = [...new Set(found.map(({ region }) => region))];
  return waiting(
    expected,
    formatList(found.map(({ name }) => name)),
    regions.map((region) => `npm run teardown -- --region ${region}`).join(' && '),
  );
}

/** What an earlier run with the same settings left in the account. */
export async function leftoverFindings(
  calls: Calls,
  lab: Lab,
  names: LabNames,
  { account, live, now }: { account: string; live: Fact<Live>; now: number },
): Promise<Finding[]> {
  const why = 'What an earlier run left is on the bill, and stands in the way of the next one.';
  return [
    finding(
      { id: 'earlier.here', title: `Nothing is left of an earlier ${names.pipeline}`, why, step: 'cleanup' },
      inRegion(live, now),
    ),
    finding(
      { id: 'earlier.elsewhere', title: 'Nor in another region', why, step: 'cleanup' },
      inOtherRegions(await bucketNames(calls), lab, account),
    ),
  ];
}
