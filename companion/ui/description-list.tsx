import type { ComponentChildren } from 'preact';
import type { Tag } from './form.tsx';

/** Names and their values, side by side. */
export function DescriptionList({
  items,
}: {
  items: readonly (readonly [name: string, value: ComponentChildren])[];
}) {
  return (
    <dl class="fact-list">
      {items.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The tags of a resource, read-only. */
export function TagList({ tags }: { tags: readonly Tag[] }) {
  if (tags.length === 0) return <p class="empty">No tags.</p>;
  return <DescriptionList items={tags.map(({ key, value }) => [key, value])} />;
}
