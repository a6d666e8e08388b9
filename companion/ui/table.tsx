import type { ComponentChildren } from 'preact';

export interface Column<T> {
  name: string;
  cell(row: T): ComponentChildren;
}

/** A table with named columns. `choose` adds a radio button or a checkbox to each row, for the buttons above. */
export function Table<T>(props: {
  /** Names the rows for screen readers. */
  label: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  id(row: T): string;
  /** Shown when there are no rows. */
  empty: ComponentChildren;
  chosen?: readonly string[];
  /** `one` chooses one row, `many` any number. */
  choose?: 'one' | 'many';
  onChoose?(ids: string[]): void;
}) {
  const { rows, columns, id, chosen = [], choose } = props;
  if (rows.length === 0) return <p class="empty">{props.empty}</p>;
  const toggle = (one: string) =>
    props.onChoose?.(
      choose === 'one'
        ? [one]
        : chosen.includes(one)
          ? chosen.filter((other) => other !== one)
          : [...chosen, one],
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must be scrollable with the keyboard
    <section class="table" aria-label={props.label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {choose === undefined ? null : (
              <th scope="col">
                <span class="unseen">Choose</span>
              </th>
            )}
            {columns.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={id(row)} class={chosen.includes(id(row)) ? 'chosen' : ''}>
              {choose === undefined ? null : (
                <td>
                  <input
                    type={choose === 'one' ? 'radio' : 'checkbox'}
                    aria-label={`Choose ${id(row)}`}
                    checked={chosen.includes(id(row))}
                    onChange={() => toggle(id(row))}
                  />
                </td>
              )}
              {columns.map(({ name, cell }) => (
                <td key={name}>{cell(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
