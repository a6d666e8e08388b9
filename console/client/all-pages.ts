/**
 * All items of a list that has several pages. `read` returns one page, and the token of the next one if there is one.
 * Throws when a token repeats: such a list has no end.
 */
export async function allPages<T>(
  read: (token: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  const tokens = new Set<string>();
  for (let token: string | undefined; ; ) {
    const { items, next } = await read(token);
    all.push(...items);
    if (next === undefined) return all;
    if (tokens.has(next)) throw new Error('A page names an earlier page as the next one.');
    tokens.add(next);
    token = next;
  }
}
