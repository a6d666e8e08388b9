/** The condition keys of one request. Keys are kept in lower case, since IAM does not tell cases apart. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** Makes a context; a key whose value is undefined is left out, as a key that the request does not have. */
export function contextOf(values: Record<string, string | readonly string[] | undefined>): Context {
  const context = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined) context.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return context;
}
