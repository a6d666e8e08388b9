import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { DialogError } from './flash.tsx';

/** A dialog over the page. Escape and *Cancel* close it, and the focus returns to where it was. */
export function Dialog(props: DialogProps) {
  const { title, onClose, children, actions, isWide = false, isRead = false, closeLabel = 'Cancel' } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const previousFocus = document.activeElement;
    dialog.current?.showModal();
    if (isRead) heading.current?.focus();
    return () => {
      if (previousFocus instanceof HTMLElement && previousFocus.isConnected) previousFocus.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={isWide ? 'console-dialog wide' : 'console-dialog'}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={id} ref={heading} {...(isRead ? { tabIndex: -1 } : {})}>
        {title}
      </h2>
      <DialogError />
      {children}
      <div class="actions">
        <button type="button" class="plain" onClick={onClose}>
          {closeLabel}
        </button>
        {actions}
      </div>
    </dialog>
  );
}

interface DialogProps {
  title: string;
  onClose(): void;
  children: ComponentChildren;
  actions?: ComponentChildren;
  isWide?: boolean;
  /** The dialog only shows text: the focus starts at its heading, not at the button below the text. */
  isRead?: boolean;
  /** The label of the button that only closes the dialog. */
  closeLabel?: string;
}
