/** One command that was run for the page. */
export interface Call {
  readonly id: number;
  /** As one would type it in a shell. */
  readonly text: string;
  /** Undefined while it runs; then `ok`, or the code of AWS's error. */
  result: string | undefined;
  /** How often it was run again since, unchanged, to keep a page fresh. */
  repeats: number;
}

/** What one click, or one page, called. */
export interface Act {
  readonly id: number;
  readonly title: string;
  /** A page's own reading, and no click. */
  readonly isReading: boolean;
  readonly calls: Call[];
}

/** So many are kept; older ones go. */
const longest = 100;

let acts: Act[] = [];
let next = 1;
const listeners = new Set<() => void>();

/** All that was called since the page was loaded, the oldest first. */
export const recorded = (): readonly Act[] => acts;

/** Hears of every change; the answer ends that. */
export function onRecord(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const changed = () => {
  for (const listener of listeners) listener();
};

export function clearRecord(): void {
  acts = [];
  changed();
}

/** Begins an act. It is shown with its first call. */
export function beginAct(title: string, isReading: boolean): Act {
  const act: Act = { id: next++, title, isReading, calls: [] };
  return act;
}

/** Notes that a command is run; the answer notes how it ended. A page's repeated reading is counted, not listed. */
export function noteCall(act: Act, text: string): (result: string) => void {
  if (!acts.includes(act)) acts = [...acts, act].slice(-longest);
  const known = act.isReading ? act.calls.find((call) => call.text === text) : undefined;
  const call: Call = known ?? { id: next++, text, result: undefined, repeats: 0 };
  if (known === undefined) act.calls.push(call);
  else call.repeats += 1;
  changed();
  return (result) => {
    call.result = result;
    changed();
  };
}
