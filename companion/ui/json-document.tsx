/** A policy's document, or other JSON, as it is read best. */
export function JsonDocument({ label, value }: { label: string; value: unknown }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keyboard, too
    <section class="document" aria-label={label} tabIndex={0}>
      <pre>
        <code>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</code>
      </pre>
    </section>
  );
}
