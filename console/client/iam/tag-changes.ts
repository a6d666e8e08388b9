import type { Tag } from '../../../companion/ui/tag.ts';

/** The keys of the tags that an edit removes, and the tags that it adds or changes. */
export function tagChanges(
  original: readonly Tag[],
  edited: readonly Tag[],
): { removedKeys: string[]; changedTags: Tag[] } {
  const complete = edited.filter(({ key }) => key !== '');
  const removedKeys = original
    .filter(({ key }) => !complete.some((tag) => tag.key === key))
    .map(({ key }) => key);
  const changedTags = complete.filter(
    ({ key, value }) => !original.some((tag) => tag.key === key && tag.value === value),
  );
  return { removedKeys, changedTags };
}
