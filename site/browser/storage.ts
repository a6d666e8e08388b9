/** Whether this browser stores items. Some browsers refuse for pages opened from a file, or in private windows. */
export let isStoragePersistent = true;

const memory = new Map<string, string>();
const prefix = 'codepipeline-lab.';

function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    // SecurityError: items last as long as the page, and the settings dialog shows that.
    isStoragePersistent = false;
    return undefined;
  }
}

/** The value that is stored under a name; undefined when there is none, or when it is not valid JSON. */
export function loadItem(name: string): unknown {
  const text = storage()?.getItem(prefix + name) ?? memory.get(name);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Another script stored this text under our name.
    return undefined;
  }
}

export function saveItem(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  memory.set(name, text);
  try {
    storage()?.setItem(prefix + name, text);
  } catch {
    // The storage quota is used up: the item lasts as long as the page.
    isStoragePersistent = false;
  }
}
