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
export interface CallGroup {
  readonly id: number;
  readonly title: string;
  /** A page's own reading, and no click. */
  readonly isPageLoad: boolean;
  readonly calls: Call[];
}

/** So many are kept; older ones go. */
const maxGroups = 100;

let groups: CallGroup[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** All that was called since the page was loaded, the oldest first. */
export const callGroups = (): readonly CallGroup[] => groups;

/** Hears of every change; the answer ends that. */
export function onCallLogChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const notify = () => {
  for (const listener of listeners) listener();
};

export function clearCallLog(): void {
  groups = [];
  notify();
}

/** Begins an act. It is shown with its first call. */
export function beginCallGroup(title: string, isPageLoad: boolean): CallGroup {
  const group: CallGroup = { id: nextId++, title, isPageLoad, calls: [] };
  return group;
}

/** Notes that a command is run; the answer notes how it ended. A page's repeated reading is counted, not listed. */
export function logCall(group: CallGroup, text: string): (result: string) => void {
  if (!groups.includes(group)) groups = [...groups, group].slice(-maxGroups);
  const repeated = group.isPageLoad ? group.calls.find((call) => call.text === text) : undefined;
  const call: Call = repeated ?? { id: nextId++, text, result: undefined, repeats: 0 };
  if (repeated === undefined) group.calls.push(call);
  else call.repeats += 1;
  notify();
  return (result) => {
    call.result = result;
    notify();
  };
}
