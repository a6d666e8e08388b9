import type { Tag } from '../../../companion/ui/tag.ts';

/** The tags that a change leaves out, by their keys, and those to be written. */
export function tagChanges(
  before: readonly Tag[],
  edited: readonly Tag[],
): { removedKeys: string[]; changedTags: Tag[] } {
  const complete = edited.filter(({ key }) => key !== '');
  const removedKeys = before
    .filter(({ key }) => !complete.some((tag) => tag.key === key))
    .map(({ key }) => key);
  const changedTags = complete.filter(
    ({ key, value }) => !before.some((tag) => tag.key === key && tag.value === value),
  );
  return { removedKeys, changedTags };
}
