/**
 * A named table of records. Records are plain JSON and are never changed in place: read, copy, `set`.
 * The changes of one run of synchronous code reach the log as one line before any other code runs. So when the process
 * dies, all of these changes survive or none, and the changes behind an operation's answer do survive.
 */
export interface Collection<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  set(key: string, value: T): void;
  delete(key: string): boolean;
  keys(): IterableIterator<string>;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  /** The records with keys of the form `<group>/<name>`, where the name has no slash, in the order of insertion. */
  inGroup(group: string): T[];
  readonly size: number;
}

/** One change as the log stores it: collection, key, and the new value. Without a value, the key was deleted. */
export interface Change {
  c: string;
  k: string;
  v?: unknown;
}

const groupOf = (key: string) => key.slice(0, Math.max(0, key.lastIndexOf('/')));

/** The rows of one collection. It calls `onChange` for every change, with the previous value. */
export class Table<T> implements Collection<T> {
  private readonly name: string;
  private readonly rows = new Map<string, T>();
  /** The keys by the part before their last slash. Built at the first `inGroup`, which few collections need. */
  private groups: Map<string, Set<string>> | undefined;
  private readonly onChange: (change: Change, before: unknown) => void;

  constructor(name: string, onChange: (change: Change, before: unknown) => void) {
    this.name = name;
    this.onChange = onChange;
  }

  get(key: string): T | undefined {
    return this.rows.get(key);
  }

  has(key: string): boolean {
    return this.rows.has(key);
  }

  set(key: string, value: T): void {
    const before = this.rows.get(key);
    this.rows.set(key, value);
    if (before === undefined) this.group(key);
    this.onChange({ c: this.name, k: key, v: value }, before);
  }

  delete(key: string): boolean {
    const before = this.rows.get(key);
    if (!this.rows.delete(key)) return false;
    this.ungroup(key);
    this.onChange({ c: this.name, k: key }, before);
    return true;
  }

  keys(): IterableIterator<string> {
    return this.rows.keys();
  }

  values(): IterableIterator<T> {
    return this.rows.values();
  }

  entries(): IterableIterator<[string, T]> {
    return this.rows.entries();
  }

  inGroup(group: string): T[] {
    if (this.groups === undefined) {
      this.groups = new Map();
      for (const key of this.rows.keys()) this.group(key);
    }
    return [...(this.groups.get(group) ?? [])].map((key) => this.rows.get(key) as T);
  }

  private group(key: string): void {
    const name = groupOf(key);
    const keys = this.groups?.get(name);
    if (keys === undefined) this.groups?.set(name, new Set([key]));
    else keys.add(key);
  }

  private ungroup(key: string): void {
    const name = groupOf(key);
    const keys = this.groups?.get(name);
    keys?.delete(key);
    if (keys?.size === 0) this.groups?.delete(name);
  }

  get size(): number {
    return this.rows.size;
  }

  /** Replaces all rows with the fewest changes. `===` finds the changed records, since none is changed in place. */
  replaceWith(rows: ReadonlyMap<string, T>): void {
    for (const key of [...this.rows.keys()]) if (!rows.has(key)) this.delete(key);
    for (const [key, value] of rows) if (this.rows.get(key) !== value) this.set(key, value);
  }
}
