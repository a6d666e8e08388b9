/**
 * Whether a name matches one of AWS's trigger patterns: `*` is anything but a slash, `**` anything, `?` one
 * character, `{a,b}` one of several. [doc]
 */
export function matchesGlob(pattern: string, name: string): boolean {
  return new RegExp(`^${translate(pattern)}$`, 'su').test(name);
}

function translate(pattern: string): string {
  let depth = 0;
  return (
    pattern.replace(/\*\*|[\s\S]/gu, (token) => {
      if (token === '**') return '.*';
      if (token === '*') return '[^/]*';
      if (token === '?') return '[^/]';
      if (token === '{') {
        depth += 1;
        return '(?:';
      }
      if (token === '}' && depth > 0) {
        depth -= 1;
        return ')';
      }
      if (token === ',' && depth > 0) return '|';
      return token.replace(/[\\^$.*+?()[\]{}|/]/u, '\\$&');
    }) + ')'.repeat(depth)
  );
}

/** Excludes win over includes; no includes means all. */
export function passesGlobFilter(
  filter: { includes?: string[] | undefined; excludes?: string[] | undefined } | undefined,
  name: string,
): boolean {
  if (filter === undefined) return true;
  const { includes, excludes = [] } = filter;
  if (excludes.some((pattern) => matchesGlob(pattern, name))) return false;
  return includes === undefined || includes.some((pattern) => matchesGlob(pattern, name));
}
