/** What step 9, the doctor and `lab next` say of the same leftovers, in the same words. */
import type { Leftover, Leftovers } from '../facts/values.ts';
import { type GivenFlags, labCommand, npmTeardown } from '../lab/commands.ts';
import { formatList } from './format.ts';

/** Whether it keeps the account from being clean. */
export const isLeft = ({ state }: Pick<Leftover, 'state'>): boolean =>
  state === 'deletable' || state === 'undecided';

/** Whether everything could be read, and nothing is left here or in another region. */
export const isClean = ({ items, undetermined, elsewhere }: Leftovers): boolean =>
  !items.some(isLeft) && undetermined.length === 0 && elsewhere.length === 0;

/** What stays for a reason, or only has a similar name: reported, and no reason to fail. */
export function keptRemark(items: readonly Leftover[]): string {
  const others = items.filter((item) => !isLeft(item));
  return others.map(({ title, name, why }) => `${title} ${name} stays: ${why}`).join('; ');
}

/** "deploy bucket x and role y" */
export const named = (items: readonly Pick<Leftover, 'title' | 'name'>[]): string =>
  formatList(items.map(({ title, name }) => `${title} ${name}`));

/**
 * What to type about what is left: the teardown for what is proven to be the lab's, and a decision for what is not. A
 * teardown that was confirmed goes on.
 */
export function leftoversFix(
  items: readonly Leftover[],
  { lastTeardown }: Pick<Leftovers, 'lastTeardown'>,
  given: GivenFlags,
): string {
  if (!items.some(({ state }) => state === 'deletable')) {
    const undecided = items.find(({ state }) => state === 'undecided');
    if (undecided !== undefined)
      return `${labCommand('teardown', given, '--adopt', undecided.arn)} (if it is not the lab's: --not-mine in place of --adopt)`;
  }
  return lastTeardown?.state === 'unfinished'
    ? labCommand('teardown', given, '--resume')
    : npmTeardown(given);
}

/** The teardown of each of these regions, as one line. */
export const teardownsIn = (regions: readonly string[], given: GivenFlags): string =>
  regions.map((region) => npmTeardown({ ...given, region })).join(' && ');
