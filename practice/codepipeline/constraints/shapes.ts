/** What AWS demands of a member, beyond its type. The SDK's schemas hold no lengths, patterns or enums. */
export type Shape =
  | { kind: 'string'; min?: number; max?: number; pattern?: string; values?: readonly string[] }
  | { kind: 'number'; min?: number; max?: number }
  | { kind: 'list'; of: Shape; min?: number; max?: number }
  | { kind: 'map'; key: Shape; value: Shape }
  | { kind: 'structure'; members: Record<string, Shape>; required: readonly string[] };

export const text = (limits: { min?: number; max?: number; pattern?: string } = {}): Shape => ({
  kind: 'string',
  ...limits,
});
export const oneOf = (...values: string[]): Shape => ({ kind: 'string', values });
export const whole = (min?: number, max?: number): Shape => ({
  kind: 'number',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
export const listOf = (of: Shape, limits: { min?: number; max?: number } = {}): Shape => ({
  kind: 'list',
  of,
  ...limits,
});
export const mapOf = (key: Shape, value: Shape): Shape => ({ kind: 'map', key, value });

/** A structure; members whose name ends in `!` are required. */
export function structure(members: Record<string, Shape>): Shape {
  const bare = Object.entries(members).map(([name, shape]) => [name.replace(/!$/, ''), shape] as const);
  const required = Object.keys(members).filter((name) => name.endsWith('!'));
  return {
    kind: 'structure',
    members: Object.fromEntries(bare),
    required: required.map((name) => name.slice(0, -1)),
  };
}
