/**
 * Whether a name matches one of AWS's trigger patterns: `*` matches any characters but a slash, `**` any characters,
 * `?` one character but a slash, and `{a,b}` one of several alternatives. [doc]
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

/** Whether a name passes a filter. Excludes override includes; without includes, all other names pass. */
export function passesGlobFilter(
  filter: { includes?: string[] | undefined; excludes?: string[] | undefined } | undefined,
  name: string,
): boolean {
  if (filter === undefined) return true;
  const { includes, excludes = [] } = filter;
  if (excludes.some((pattern) => matchesGlob(pattern, name))) return false;
  return includes === undefined || includes.some((pattern) => matchesGlob(pattern, name));
}
