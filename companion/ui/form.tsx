import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { defined } from '../../base/defined.ts';
import type { Tag } from './tag.ts';

interface FieldProps {
  label: string;
  /** What the field is for, or its rules. A screen reader reads it with the field. */
  hint?: ComponentChildren;
  /** What is wrong with the current value. */
  error?: string | undefined;
  children(ids: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: 'true' }): ComponentChildren;
}

/** A label, the field that the child renders, a hint and an error, linked for screen readers. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const descriptionIds = [hint === undefined ? '' : `${id}-hint`, error ? `${id}-error` : ''].filter(Boolean);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children({
        id,
        ...(descriptionIds.length > 0 ? { 'aria-describedby': descriptionIds.join(' ') } : {}),
        ...(error ? { 'aria-invalid': 'true' as const } : {}),
      })}
      {error ? (
        <p class="field-error" id={`${id}-error`}>
          ✗ {error}
        </p>
      ) : null}
    </div>
  );
}

interface TextFieldProps {
  label: string;
  value: string;
  onValue(value: string): void;
  hint?: ComponentChildren;
  error?: string | undefined;
  placeholder?: string;
  /** Makes a phone show its keyboard of digits. */
  isNumber?: boolean;
}

/** One line of text. */
export function TextField({
  label,
  value,
  onValue,
  hint,
  error,
  placeholder,
  isNumber = false,
}: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <input
          {...ids}
          {...defined({ placeholder })}
          type="text"
          inputMode={isNumber ? 'numeric' : 'text'}
          value={value}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

/** Several lines of text, in a monospaced font when `isCode` is true. */
export function TextArea(
  props: Omit<TextFieldProps, 'isNumber' | 'placeholder'> & { rows?: number; isCode?: boolean },
) {
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ids) => (
        <textarea
          {...ids}
          class={props.isCode ? 'code' : ''}
          rows={props.rows ?? 4}
          spellcheck={false}
          value={props.value}
          onInput={(event) => props.onValue(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface Choice<T extends string> {
  value: T;
  label: string;
  hint?: ComponentChildren;
  /** Shown, but cannot be chosen; the hint states why. */
  disabled?: boolean;
}

/** A drop-down list. While nothing is chosen, its first line is a prompt. */
export function Select<T extends string>(props: {
  label: string;
  value: T | '';
  choices: readonly Choice<T>[];
  onValue(value: T): void;
  hint?: ComponentChildren;
  error?: string | undefined;
}) {
  return (
    <Field label={props.label} hint={props.hint} error={props.error}>
      {(ids) => (
        <select
          {...ids}
          value={props.value}
          onChange={(event) => props.onValue(event.currentTarget.value as T)}
        >
          {props.value === '' ? <option value="">Choose …</option> : null}
          {props.choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** A radio button or a checkbox with its label. A screen reader reads the hint after the name, not as part of it. */
function Option(props: {
  label: ComponentChildren;
  hint?: ComponentChildren;
  children(ids: { id: string; 'aria-describedby'?: string }): ComponentChildren;
}) {
  const id = useId();
  const { label, hint } = props;
  return (
    <div class="option">
      {props.children({ id, ...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` }) })}
      <div>
        <label for={id}>{label}</label>
        {hint === undefined ? null : (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

/** A choice among a few options that are all visible. */
export function RadioGroup<T extends string>(props: {
  legend: string;
  value: T;
  choices: readonly Choice<T>[];
  onValue(value: T): void;
  /** Hides the legend from sight when the heading of the box has the same words. */
  isLegendHidden?: boolean;
}) {
  const name = useId();
  return (
    <fieldset>
      <legend class={props.isLegendHidden ? 'unseen' : ''}>{props.legend}</legend>
      {props.choices.map(({ value, label, hint, disabled = false }) => (
        <Option key={value} label={label} hint={hint}>
          {(ids) => (
            <input
              {...ids}
              type="radio"
              name={name}
              value={value}
              checked={props.value === value}
              disabled={disabled}
              onChange={() => props.onValue(value)}
            />
          )}
        </Option>
      ))}
    </fieldset>
  );
}

/** A choice between on and off. */
export function Checkbox(props: {
  label: ComponentChildren;
  checked: boolean;
  onValue(checked: boolean): void;
  hint?: ComponentChildren;
  disabled?: boolean;
}) {
  return (
    <Option label={props.label} hint={props.hint}>
      {(ids) => (
        <input
          {...ids}
          type="checkbox"
          checked={props.checked}
          disabled={props.disabled ?? false}
          onChange={(event) => props.onValue(event.currentTarget.checked)}
        />
      )}
    </Option>
  );
}

/** A part of a page with its own heading. */
export function Box({ title, children, actions }: BoxProps) {
  const id = useId();
  return (
    <section class="box" aria-labelledby={id}>
      <div class="box-head">
        <h2 id={id}>{title}</h2>
        {actions === undefined ? null : <div class="actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

interface BoxProps {
  title: string;
  children: ComponentChildren;
  actions?: ComponentChildren;
}

export type { Tag };

/** Edits tags as keys and values, one tag on a line. */
export function TagEditor({ tags, onValue, addLabel = 'Add new tag' }: TagEditorProps) {
  const change = (index: number, changes: Partial<Tag>) =>
    onValue(tags.map((tag, at) => (at === index ? { ...tag, ...changes } : tag)));
  const input = (index: number, name: keyof Tag): JSX.Element => (
    <input
      aria-label={`${name === 'key' ? 'Key' : 'Value'} of tag ${index + 1}`}
      value={tags[index]?.[name] ?? ''}
      autocomplete="off"
      onInput={(event) => change(index, { [name]: event.currentTarget.value })}
    />
  );
  return (
    <div class="tags">
      {tags.map((_, index) => (
        <p class="tag" key={index}>
          {input(index, 'key')} {input(index, 'value')}{' '}
          <button type="button" class="plain" onClick={() => onValue(tags.filter((_, at) => at !== index))}>
            Remove<span class="unseen"> tag {index + 1}</span>
          </button>
        </p>
      ))}
      <button type="button" class="plain" onClick={() => onValue([...tags, { key: '', value: '' }])}>
        {addLabel}
      </button>
    </div>
  );
}

interface TagEditorProps {
  tags: readonly Tag[];
  onValue(tags: Tag[]): void;
  addLabel?: string;
}
