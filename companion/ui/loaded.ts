/** What a page reads: nothing yet, a value, or why there is none. A value stays while it is read again. */
export interface Loaded<T> {
  value?: T;
  error?: Error;
  /** Reads again now; resolves when that is done. */
  reload(): Promise<void>;
}
