/** One command that was run for the page. */
export interface Call {
  readonly id: number;
  /** The command as the user would type it in a shell. */
  readonly text: string;
  /** Undefined while the command runs; then `ok`, the code of AWS's error, or a word such as `refused`. */
  result: string | undefined;
  /** How often the page repeated the same command to stay current. */
  repeats: number;
}

/** The calls of one click, or of one page. */
export interface CallGroup {
  readonly id: number;
  readonly title: string;
  /** Whether these calls load a page's content and do not belong to a click. */
  readonly isPageLoad: boolean;
  readonly calls: Call[];
}

/** The log drops the oldest groups above this number. */
const maxGroups = 100;

let groups: CallGroup[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** The groups since the page was loaded or the log was cleared, the oldest first. */
export const callGroups = (): readonly CallGroup[] => groups;

/** Calls the listener on every change. The returned function unsubscribes it. */
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

/** Begins a group. The log shows it from its first call on. */
export function beginCallGroup(title: string, isPageLoad: boolean): CallGroup {
  const group: CallGroup = { id: nextId++, title, isPageLoad, calls: [] };
  return group;
}

/** Logs a command that starts. The returned function logs its result. A page's repeated commands are only counted. */
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
