import type { Calls } from '../../checker/account/calls.ts';
import { connections, connectionTags } from '../../checker/account/connections.ts';
import { finding } from '../../checker/doctor/section.ts';
import { namesOf } from '../../checker/lab/lab.ts';
import { cannotTell, type Finding, type Judgement, pass, waiting } from '../../checker/steps/finding.ts';
import { list } from '../../checker/steps/words.ts';
import type { Seat } from '../seat.ts';

/** So many connections that are not the class's are looked at; more than that is told. */
const bound = 50;

async function judge(calls: Calls, seats: readonly Seat[]): Promise<Judgement> {
  const expected = 'every connection that is not the class’s carries a tag seat';
  const all = await connections(calls);
  if (all.state !== 'known')
    return all.state === 'unknown' ? cannotTell(expected, all.trouble) : pass(expected, 'there is none');
  const ours = new Set(
    seats.map(({ id, region, branch }) => namesOf({ region, branch, seat: id }, '').connection),
  );
  const others = all.value.items.filter(({ name }) => !ours.has(name));
  const tags = await Promise.all(
    others.slice(0, bound).map(async (one) => ({ one, tags: await connectionTags(calls, one.arn) })),
  );
  const open = tags.flatMap(({ one, tags }) =>
    tags.state === 'known' && tags.value.seat !== undefined ? [] : [one.name],
  );
  if (others.length === 0) return pass(expected, 'there is no other');
  if (others.length <= bound && open.length === 0)
    return pass(expected, `${others.length} others, all of them`);
  const more = others.length > bound ? `, and ${others.length - bound} were not looked at` : '';
  return waiting(
    expected,
    `${list(open.slice(0, 5))}${open.length > 5 ? ` and ${open.length - 5} more` : ''}${more}`,
    'A seat could put its own tag on one, and then use it. Keep the class in an account of its own, or give each any tag seat.',
  );
}

/** Whether a seat of a shared account could claim somebody else's connection: only a tag says whose one is. */
export const strangersFinding = async (calls: Calls, seats: readonly Seat[]): Promise<Finding> =>
  finding(
    {
      ...{ id: 'class.strangers', title: 'Nobody else’s connection can be claimed', step: 'connection' },
      why: 'IAM tells connections apart by their tags alone.',
    },
    await judge(calls, seats),
  );
