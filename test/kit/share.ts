/** A part of the cases of a test: every n-th, from `offset` on. */
export interface Share {
  every: number;
  offset: number;
}

export const shareOf = <T>(cases: readonly T[], { every, offset }: Share): T[] =>
  cases.filter((_, index) => (index + offset) % every === 0);

/**
 * The part of an exhaustive test that runs today: every n-th case, other cases each day. `name` is the variable with n,
 * and 1 runs all cases.
 */
export function todaysShare(name: string, defaultEvery: number): Share {
  const every = Number(process.env[name] ?? defaultEvery);
  return { every, offset: Math.floor(Date.now() / 86_400_000) % every };
}
