import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

interface Note {
  kind: 'good' | 'bad';
  text: ComponentChildren;
}

let shown: Note | undefined;
/** A page may be left right after its banner was set: it is kept for the next page, once. */
let isFresh = false;
const listeners = new Set<() => void>();

function set(note: Note | undefined): void {
  shown = note;
  isFresh = note !== undefined;
  for (const listener of listeners) listener();
}

/** The green banner above the page: what was done. It stays until the next one, or the page after the next. */
export const succeed = (text: ComponentChildren) => set({ kind: 'good', text });

/** The red banner: AWS's own words. */
export const fail = (error: unknown) =>
  set({ kind: 'bad', text: error instanceof Error ? error.message : String(error) });

export const clearFlash = () => set(undefined);

/** A page is left: its banner goes with it, but for one that was set on leaving. */
export function leaveFlash(): void {
  if (isFresh) isFresh = false;
  else if (shown !== undefined) set(undefined);
}

/** Where the banner stands. */
export function Flash() {
  const [, draw] = useState(0);
  useEffect(() => {
    const listen = () => draw((count) => count + 1);
    listeners.add(listen);
    return () => void listeners.delete(listen);
  }, []);
  return (
    <div class="flash-place" role="status" aria-live="polite">
      {shown === undefined ? null : (
        <div class={`flash ${shown.kind}`}>
          <span class="flash-mark" aria-hidden="true">
            {shown.kind === 'good' ? '✓' : '✗'}
          </span>
          <p>
            <strong>{shown.kind === 'good' ? 'Success' : 'Error'}</strong> {shown.text}
          </p>
          <button type="button" class="quiet" onClick={clearFlash} aria-label="Dismiss">
            ×
          </button>
        </div>
      )}
    </div>
  );
}
