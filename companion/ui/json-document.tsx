/** A policy document or other JSON. A value is indented; a string is shown as it is. */
export function JsonDocument({ label, value }: { label: string; value: unknown }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines must be scrollable with the keyboard
    <section class="document" aria-label={label} tabIndex={0}>
      <pre>
        <code>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</code>
      </pre>
    </section>
  );
}
