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

function useShown(): Note | undefined {
  const [, draw] = useState(0);
  useEffect(() => {
    const listen = () => draw((count) => count + 1);
    listeners.add(listen);
    return () => void listeners.delete(listen);
  }, []);
  return shown;
}

/** Where the banner stands. */
export function Flash() {
  const note = useShown();
  return (
    <div class="flash-place" role="status" aria-live="polite">
      {note === undefined ? null : <Banner note={note} />}
    </div>
  );
}

/** In a dialog, which covers the banner: AWS's refusal once more. */
export function Trouble() {
  const note = useShown();
  return <div role="alert">{note?.kind === 'bad' ? <Banner note={note} /> : null}</div>;
}

function Banner({ note: { kind, text } }: { note: Note }) {
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
