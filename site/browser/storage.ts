/** Whether this browser keeps what is set: some refuse to for pages opened from a file, or in private. */
export let isStoragePersistent = true;

const memory = new Map<string, string>();
const prefix = 'codepipeline-lab.';

function storage(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    // SecurityError: told in the settings by `keeps`; what is set lasts as long as the page.
    isStoragePersistent = false;
    return undefined;
  }
}

/** What was kept under a name; undefined where nothing was, or where it can't be read. */
export function loadItem(name: string): unknown {
  const text = storage()?.getItem(prefix + name) ?? memory.get(name);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Somebody else's text under our name: as good as nothing.
    return undefined;
  }
}

export function saveItem(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  memory.set(name, text);
  try {
    storage()?.setItem(prefix + name, text);
  } catch {
    // The quota is used up: as above.
    isStoragePersistent = false;
  }
}
