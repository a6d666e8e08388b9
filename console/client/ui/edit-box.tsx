import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { showSuccess } from '../../../companion/ui/flash.tsx';
import { Box } from '../../../companion/ui/form.tsx';
import type { Aws } from '../aws.ts';
import { AwsButton } from './aws-button.tsx';

interface EditBoxProps<T> {
  title: string;
  /** The current value, with which the form begins. */
  value: T;
  content: ComponentChildren;
  form(value: T, change: (value: T) => void): ComponentChildren;
  save(aws: Aws, value: T): Promise<void>;
  /** Loads the changed value again. */
  reload(): Promise<void>;
  /** The text of the green banner. */
  successText: string;
  editLabel?: string;
  /** Buttons beside *Edit*. */
  extraActions?: ComponentChildren;
  /** Replaces the button *Save changes* when the user has to confirm first. */
  saveButton?(value: T, saved: () => Promise<void>): ComponentChildren;
}

/** A box that shows a value, with a form that *Edit* opens. The focus moves into the form and back. */
export function EditBox<T>(props: EditBoxProps<T>) {
  const [draft, setDraft] = useState<{ value: T }>();
  const container = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(false);
  const isOpen = draft !== undefined;
  const editLabel = props.editLabel ?? 'Edit';
  useEffect(() => {
    if (isOpen === wasOpen.current) return;
    wasOpen.current = isOpen;
    const selector = isOpen ? '.edit-form :is(input, select, textarea, button)' : 'button.edit';
    container.current?.querySelector<HTMLElement>(selector)?.focus();
  }, [isOpen]);
  async function saved(): Promise<void> {
    // Loads first, so that the content below the banner is already the new one.
    await props.reload();
    setDraft(undefined);
    showSuccess(props.successText);
  }
  return (
    <div ref={container}>
      <Box
        title={props.title}
        actions={
          isOpen ? null : (
            <>
              {props.extraActions}
              <button type="button" class="plain edit" onClick={() => setDraft({ value: props.value })}>
                {editLabel}
              </button>
            </>
          )
        }
      >
        {draft === undefined ? (
          props.content
        ) : (
          <div class="edit-form">
            {props.form(draft.value, (value) => setDraft({ value }))}
            <div class="actions form-end">
              <button type="button" class="plain" onClick={() => setDraft(undefined)}>
                Cancel
              </button>
              {props.saveButton?.(draft.value, saved) ?? (
                <AwsButton
                  label="Save changes"
                  title={`${editLabel} ${props.title}`}
                  run={async (aws) => {
                    await props.save(aws, draft.value);
                    await saved();
                  }}
                />
              )}
            </div>
          </div>
        )}
      </Box>
    </div>
  );
}
