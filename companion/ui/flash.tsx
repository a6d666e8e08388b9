import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface FlashMessage {
  kind: 'good' | 'bad';
  text: ComponentChildren;
}

let current: FlashMessage | undefined;
/** Whether the next page keeps the banner: a page is often left right after its banner was set. */
let survivesNavigation = false;
const listeners = new Set<() => void>();

function setFlash(message: FlashMessage | undefined): void {
  current = message;
  survivesNavigation = message !== undefined;
  for (const listener of listeners) listener();
}

/** Shows the green banner that reports what was done. It stays until the next banner or the page after the next. */
export const showSuccess = (text: ComponentChildren) => setFlash({ kind: 'good', text });

/** Shows the red banner with the error's own message. Messages of AWS are shown unchanged. */
export const showError = (error: unknown) =>
  setFlash({ kind: 'bad', text: error instanceof Error ? error.message : String(error) });

export const clearFlash = () => setFlash(undefined);

/** Called when a page is left: removes its banner, unless the banner was set on leaving. */
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

/** The place of the banner on the page. */
export function Flash() {
  const message = useFlash();
  return (
    <div class="flash-place" role="status" aria-live="polite">
      {message === undefined ? null : <Banner message={message} />}
    </div>
  );
}

/** Repeats the red banner inside a dialog, which covers the page's banner. */
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
