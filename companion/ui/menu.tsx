import { useEffect, useId, useRef, useState } from 'preact/hooks';

export interface MenuItem {
  label: string;
  disabled?: boolean;
  choose(): void;
}

/** A button that opens a list of commands, such as *Actions*. Escape, a choice, or leaving the menu closes it. */
export function Menu({ label, items }: { label: string; items: readonly MenuItem[] }) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const container = useRef<HTMLDivElement>(null);
  const toggleButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const close = (event: Event) => {
      if (event.target instanceof Node && !container.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('focusin', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('focusin', close);
    };
  }, [isOpen]);
  /** Focuses the button: a dialog that a command opens next returns the focus to the element that has it now. */
  function closeMenu(): void {
    setOpen(false);
    toggleButton.current?.focus();
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the handler receives Escape from the buttons inside
    <div
      class="unfold"
      ref={container}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isOpen) closeMenu();
      }}
    >
      <button
        type="button"
        class="plain"
        ref={toggleButton}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {label} <span aria-hidden="true">▾</span>
      </button>
      <ul id={id} hidden={!isOpen}>
        {items.map((item) => (
          <li key={item.label}>
            <button
              type="button"
              disabled={item.disabled ?? false}
              onClick={() => {
                closeMenu();
                item.choose();
              }}
            >
              {item.label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
