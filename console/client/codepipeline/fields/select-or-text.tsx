import type { ComponentChildren } from 'preact';
import { defined } from '../../../../base/defined.ts';
import { Select, TextField } from '../../../../companion/ui/form.tsx';
import type { Loaded } from '../../../../companion/ui/loaded.ts';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';

/**
 * A choice among the loaded options, or a text field when there are none or loading failed. The field appears after
 * loading, so that it does not change its type while the user types.
 */
export function SelectOrText({ of, hint, placeholder, ...field }: SelectOrTextProps) {
  const { value: options, error } = of;
  if (options === undefined && error === undefined) return <p class="loading">{field.label}: Loading …</p>;
  if (options === undefined || options.length === 0)
    return (
      <>
        {error === undefined ? null : <WhenLoaded of={of}>{() => null}</WhenLoaded>}
        <TextField {...field} hint={hint} {...defined({ placeholder })} />
      </>
    );
  return <Select {...field} choices={choicesOf(options, field.value)} />;
}

interface SelectOrTextProps {
  of: Loaded<readonly string[]>;
  label: string;
  value: string;
  error?: string | undefined;
  /** Shown when the value has to be typed. */
  hint?: ComponentChildren;
  placeholder?: string;
  onValue(value: string): void;
}

/** The options as choices. The current value is always among them, so that the list shows it as selected. */
export const choicesOf = (options: readonly string[], value: string) =>
  (value === '' || options.includes(value) ? options : [value, ...options]).map((option) => ({
    value: option,
    label: option,
  }));
