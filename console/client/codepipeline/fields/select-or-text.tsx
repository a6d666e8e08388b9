import type { ComponentChildren } from 'preact';
import { Select, TextField } from '../../../../companion/ui/form.tsx';
import type { Loaded } from '../../../../companion/ui/loaded.ts';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';

/**
 * One of what is known; typed by hand where nothing is known, or where it could not be told what is. The field comes
 * when that is settled, so that it does not turn into another one under somebody's hands.
 */
export function SelectOrText({ of, hint, placeholder, ...field }: SelectOrTextProps) {
  const { value: options, error } = of;
  if (options === undefined && error === undefined) return <p class="loading">{field.label}: Loading …</p>;
  if (options === undefined || options.length === 0)
    return (
      <>
        {error === undefined ? null : <WhenLoaded of={of}>{() => null}</WhenLoaded>}
        <TextField {...field} hint={hint} {...(placeholder === undefined ? {} : { placeholder })} />
      </>
    );
  return <Select {...field} choices={choicesOf(options, field.value)} />;
}

interface SelectOrTextProps {
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
export const choicesOf = (options: readonly string[], value: string) =>
  (value === '' || options.includes(value) ? options : [value, ...options]).map((option) => ({
    value: option,
    label: option,
  }));
