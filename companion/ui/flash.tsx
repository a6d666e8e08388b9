import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface FlashMessage {
  kind: 'good' | 'bad';
  text: ComponentChildren;
}

let current: FlashMessage | undefined;
/** A page may be left right after its banner was set: it is kept for the next page, once. */
let survivesNavigation = false;
const listeners = new Set<() => void>();

function setFlash(message: FlashMessage | undefined): void {
  current = message;
  survivesNavigation = message !== undefined;
  for (const listener of listeners) listener();
}

/** The green banner above the page: what was done. It stays until the next one, or the page after the next. */
export const showSuccess = (text: ComponentChildren) => setFlash({ kind: 'good', text });

/** The red banner: AWS's own words. */
export const showError = (error: unknown) =>
  setFlash({ kind: 'bad', text: error instanceof Error ? error.message : String(error) });

export const clearFlash = () => setFlash(undefined);

/** A page is left: its banner goes with it, but for one that was set on leaving. */
export function expireFlash(): void {
  if (survivesNavigation) survivesNavigation = false;
  else if (current !== undefined) setFlash(undefined);
}

function useFlash(): FlashMessage | undefined {
  const [, rerender] = useState(0);
  useEffect(() => {
    const listen = () => rerender((count) => count + 1);
    listeners.add(listen);
    return () => void listeners.delete(listen);
  }, []);
  return current;
}

/** Where the banner stands. */
export function Flash() {
  const message = useFlash();
  return (
    <div class="flash-place" role="status" aria-live="polite">
      {message === undefined ? null : <Banner message={message} />}
    </div>
  );
}

/** In a dialog, which covers the banner: AWS's refusal once more. */
export function DialogError() {
  const message = useFlash();
  return <div role="alert">{message?.kind === 'bad' ? <Banner message={message} /> : null}</div>;
}

function Banner({ message: { kind, text } }: { message: FlashMessage }) {
  return (
    <div class={`flash ${kind}`}>
      <span class="flash-mark" aria-hidden="true">
        {kind === 'good' ? '✓' : '✗'}
      </span>
      <p>
        <strong>{kind === 'good' ? 'Success' : 'Error'}</strong> {text}
      </p>
      <button type="button" class="quiet" onClick={clearFlash} aria-label="Dismiss">
        ×
      </button>
    </div>
  );
}
