import type { ComponentChildren } from 'preact';
import { Select, Text } from '../../../../companion/ui/form.tsx';
import type { Loaded } from '../../../../companion/ui/loaded.ts';
import { Read } from '../../../../companion/ui/page.tsx';

/**
 * One of what is known; typed by hand where nothing is known, or where it could not be told what is. The field comes
 * when that is settled, so that it does not turn into another one under somebody's hands.
 */
export function KnownOrTyped({ of, hint, placeholder, ...field }: KnownProps) {
  const { value: known, error } = of;
  if (known === undefined && error === undefined) return <p class="loading">{field.label}: Loading …</p>;
  if (known === undefined || known.length === 0)
    return (
      <>
        {error === undefined ? null : <Read of={of}>{() => null}</Read>}
        <Text {...field} hint={hint} {...(placeholder === undefined ? {} : { placeholder })} />
      </>
    );
  return <Select {...field} choices={choicesOf(known, field.value)} />;
}

interface KnownProps {
  of: Loaded<readonly string[]>;
  label: string;
  value: string;
  error?: string | undefined;
  /** Said where it has to be typed. */
  hint?: ComponentChildren;
  placeholder?: string;
  onValue(value: string): void;
}

/** What is offered, and what stands there already, so that no list shows another line than the one that holds. */
export const choicesOf = (known: readonly string[], value: string) =>
  (value === '' || known.includes(value) ? known : [value, ...known]).map((one) => ({
    value: one,
    label: one,
  }));
