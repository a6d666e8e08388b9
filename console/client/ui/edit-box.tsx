import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { showSuccess } from '../../../companion/ui/flash.tsx';
import { Box } from '../../../companion/ui/form.tsx';
import type { Aws } from '../aws.ts';
import { AwsButton } from './aws-button.tsx';

interface EditBoxProps<T> {
  title: string;
  /** What stands there now, and what the form begins with. */
  value: T;
  content: ComponentChildren;
  form(value: T, change: (value: T) => void): ComponentChildren;
  save(aws: Aws, value: T): Promise<void>;
  /** Reads again what was changed. */
  reload(): Promise<void>;
  /** The words of the green banner. */
  successText: string;
  editLabel?: string;
  /** Buttons beside *Edit*. */
  extraActions?: ComponentChildren;
  /** In place of *Save changes*, where something is asked first. */
  saveButton?(value: T, saved: () => Promise<void>): ComponentChildren;
}

/** A box that shows something, and behind *Edit* the form that changes it. The focus goes into the form and back. */
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
    // Read first, so that what is shown below the banner is what it says.
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
