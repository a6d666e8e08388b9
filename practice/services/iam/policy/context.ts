/** The condition keys of one request, in lower case, since they are case-insensitive in IAM. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** Creates a context. A key whose value is undefined is left out: the request does not have it. */
export function contextOf(values: Record<string, string | readonly string[] | undefined>): Context {
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return context;
}
