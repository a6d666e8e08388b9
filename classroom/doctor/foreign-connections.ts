import type { Calls } from '../../checker/account/calls.ts';
import { connections, connectionTags } from '../../checker/account/connections.ts';
import { finding } from '../../checker/doctor/section.ts';
import { namesOf } from '../../checker/lab/lab.ts';
import { type Finding, type Judgement, pass, undetermined, waiting } from '../../checker/steps/finding.ts';
import { formatList } from '../../checker/steps/format.ts';
import type { Seat } from '../seat.ts';

/** How many foreign connections are read. The finding reports how many were not. */
const maxConnections = 50;

async function judgeForeignConnections(calls: Calls, seats: readonly Seat[]): Promise<Judgement> {
  const expected = 'every connection that is not the class’s carries a tag seat';
  const listing = await connections(calls);
  if (listing.state !== 'known')
    return listing.state === 'unknown'
      ? undetermined(expected, listing.error)
      : pass(expected, 'there is none');
  const classConnections = new Set(
    seats.map(({ id, region, branch }) => namesOf({ region, branch, seat: id }, '').connection),
  );
  const foreign = listing.value.items.filter(({ name }) => !classConnections.has(name));
  const tags = await Promise.all(
    foreign
      .slice(0, maxConnections)
      .map(async (one) => ({ one, tags: await connectionTags(calls, one.arn) })),
  );
  const untagged = tags.flatMap(({ one, tags }) =>
    tags.state === 'known' && tags.value.seat !== undefined ? [] : [one.name],
  );
  if (foreign.length === 0) return pass(expected, 'there is no other');
  if (foreign.length <= maxConnections && untagged.length === 0)
    return pass(expected, `${foreign.length} others, all of them`);
  const more =
    foreign.length > maxConnections ? `, and ${foreign.length - maxConnections} were not looked at` : '';
  return waiting(
    expected,
    `${formatList(untagged.slice(0, 5))}${untagged.length > 5 ? ` and ${untagged.length - 5} more` : ''}${more}`,
    'A seat could put its own tag on one, and then use it. Keep the class in an account of its own, or give each any tag seat.',
  );
}

/**
 * Whether a seat of a shared account could claim a connection that is not the class's: only tags separate
 * them.
 */
export const foreignConnectionsFinding = async (calls: Calls, seats: readonly Seat[]): Promise<Finding> =>
  finding(
    {
      id: 'class.strangers',
      title: 'Nobody else’s connection can be claimed',
      step: 'connection',
      why: 'IAM tells connections apart by their tags alone.',
    },
    await judgeForeignConnections(calls, seats),
  );
