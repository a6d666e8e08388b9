import type { Tag } from '../../../companion/ui/tag.ts';

/** The tags that a change leaves out, by their keys, and those to be written. */
export function tagChanges(
  before: readonly Tag[],
  edited: readonly Tag[],
): { gone: string[]; wanted: Tag[] } {
  const named = edited.filter(({ key }) => key !== '');
  const gone = before.filter(({ key }) => !named.some((tag) => tag.key === key)).map(({ key }) => key);
  const wanted = named.filter(
    ({ key, value }) => !before.some((tag) => tag.key === key && tag.value === value),
  );
  return { gone, wanted };
}
