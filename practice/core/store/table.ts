/**
 * A named table of records. Records are plain JSON and are never changed in place: read, copy, `set`.
 * What is set in one synchronous stretch reaches the log as one line, before anything else runs: so a death
 * leaves all of it or nothing, and what an operation answers has survived.
 */
export interface Collection<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  set(key: string, value: T): void;
  delete(key: string): boolean;
  keys(): IterableIterator<string>;
  values(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  /** The records whose keys are `group`, a slash, and one more part without a slash; as they were first set. */
  inGroup(group: string): T[];
  readonly size: number;
}

/** One change as the log has it: collection, key, and the new value; without a value, the key went. */
export interface Change {
  c: string;
  k: string;
  v?: unknown;
}

const groupOf = (key: string) => key.slice(0, Math.max(0, key.lastIndexOf('/')));

/** The rows of one collection. Tells of every change, with the value that was there before. */
export class Table<T> implements Collection<T> {
  private readonly name: string;
  private readonly rows = new Map<string, T>();
  /** The keys by what they have before their last slash; made when first asked for, since few collections are. */
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

  /** Becomes what `rows` say, by the fewest changes: records are never changed in place, so `===` tells. */
  replaceWith(rows: ReadonlyMap<string, T>): void {
    for (const key of [...this.rows.keys()]) if (!rows.has(key)) this.delete(key);
    for (const [key, value] of rows) if (this.rows.get(key) !== value) this.set(key, value);
  }
}
