/** What a page loads: nothing yet, a value, or an error. The value stays while it is loaded again. */
export interface Loaded<T> {
  value?: T;
  error?: Error;
  /** Loads again now; resolves when that is done. */
  reload(): Promise<void>;
}
