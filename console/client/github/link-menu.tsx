import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';

/** A button that shows links below itself; Escape hides them again. */
export function LinkMenu({ label, children }: { label: ComponentChildren; children: ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the handler receives Escape from the elements inside
    <div
      class="github-menu"
      onKeyDown={({ key }) => {
        if (key !== 'Escape' || !isOpen) return;
        setOpen(false);
        button.current?.focus();
      }}
    >
      <button
        type="button"
        class="plain"
        ref={button}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {label} <span aria-hidden="true">▾</span>
      </button>
      <div class="github-menu-content" id={id} hidden={!isOpen}>
        {children}
      </div>
    </div>
  );
}
