/** A part of a pattern: one character, any number of characters, or one of several patterns. */
type Part =
  | { type: 'one' | 'many'; takes(character: string): boolean }
  | { type: 'either'; options: readonly Pattern[] };

/** Matches the texts that its parts match one after the other. */
type Pattern = readonly Part[];

/** The offsets behind the texts that `many` matches from these offsets on. */
function spread(text: string, starts: Uint8Array, takes: (character: string) => boolean): Uint8Array {
  const ends = starts.slice();
  for (let at = 0; at < text.length; at++) if (ends[at] && takes(text.charAt(at))) ends[at + 1] = 1;
  return ends;
}

function step(text: string, starts: Uint8Array, takes: (character: string) => boolean): Uint8Array {
  const ends = new Uint8Array(starts.length);
  for (let at = 0; at < text.length; at++) if (starts[at] && takes(text.charAt(at))) ends[at + 1] = 1;
  return ends;
}

/**
 * The offsets at which a match of the pattern can end if it begins at one of these offsets. Each part looks at each
 * character once, so a pattern from outside cannot make it slow.
 */
function endsOf(pattern: Pattern, text: string, starts: Uint8Array): Uint8Array {
  let ends = starts;
  for (const part of pattern) {
    if (part.type === 'either') {
      const starting = ends;
      ends = new Uint8Array(starting.length);
      for (const option of part.options)
        for (const [at, isEnd] of endsOf(option, text, starting).entries()) if (isEnd) ends[at] = 1;
    } else ends = part.type === 'one' ? step(text, ends, part.takes) : spread(text, ends, part.takes);
  }
  return ends;
}

function matchesWhole(pattern: Pattern, text: string): boolean {
  const starts = new Uint8Array(text.length + 1);
  starts[0] = 1;
  return endsOf(pattern, text, starts)[text.length] === 1;
}

const anything = () => true;
const inSegment = (character: string) => character !== '/';
const literal = (expected: string): Part => ({
  type: 'one',
  takes: (character) => character === expected,
});

/** IAM's wildcards: `*` for any number of characters, `?` for one. */
export function matchesWildcards(pattern: string, text: string): boolean {
  const parts = pattern.split('').map((character): Part => {
    if (character === '*') return { type: 'many', takes: anything };
    return character === '?' ? { type: 'one', takes: anything } : literal(character);
  });
  return matchesWhole(parts, text);
}

/** Reads a glob up to its end or, within braces, up to the comma or brace that ends an alternative. */
function readGlob(glob: string, from: number, isNested: boolean): { pattern: Pattern; end: number } {
  const pattern: Part[] = [];
  let at = from;
  while (at < glob.length) {
    const character = glob.charAt(at);
    if (isNested && (character === ',' || character === '}')) break;
    if (character === '{') {
      const { part, end } = readAlternatives(glob, at + 1);
      pattern.push(part);
      at = end;
      continue;
    }
    const isDouble = character === '*' && glob.charAt(at + 1) === '*';
    if (character === '*') pattern.push({ type: 'many', takes: isDouble ? anything : inSegment });
    else pattern.push(character === '?' ? { type: 'one', takes: inSegment } : literal(character));
    at += isDouble ? 2 : 1;
  }
  return { pattern, end: at };
}

/** Reads `a,b}`. The end of the glob closes braces, too. */
function readAlternatives(glob: string, from: number): { part: Part; end: number } {
  const options: Pattern[] = [];
  for (let at = from; ; at++) {
    const { pattern, end } = readGlob(glob, at, true);
    options.push(pattern);
    at = end;
    if (glob.charAt(at) !== ',') return { part: { type: 'either', options }, end: at + 1 };
  }
}

/** CodePipeline's globs: `*` stays in a path segment, `**` crosses segments, `?` is one character, `{a,b}` either. */
export function matchesGlob(glob: string, text: string): boolean {
  return matchesWhole(readGlob(glob, 0, false).pattern, text);
}
