/** Where what was printed leaves what the page says. */
export interface Difference {
  /** The line of the expected text, counted from 1. */
  readonly line: number;
  readonly expected: string;
  /** The printed line that stands there; undefined when nothing more was printed. */
  readonly printed: string | undefined;
}

const placeholder = /<[a-z]+(?: [a-z]+)*>/g;

/**
 * Compares what a block printed with the page. In the expected text, small words in angle brackets stand
 * for anything within a line, and a line of three dots for any number of lines. Blanks count as one, and
 * empty lines and a comma at a line's end not at all: versions of a tool lay out the same answer differently
 * and add members to it.
 */
export function differs(expected: string, printed: string): Difference | undefined {
  const said = printed.split('\n').map(squeeze).filter(Boolean);
  let at = 0;
  let skipping = false;
  for (const [index, raw] of expected.split('\n').entries()) {
    const wanted = squeeze(raw);
    if (wanted === '') continue;
    if (wanted === '...') {
      skipping = true;
      continue;
    }
    const pattern = toPattern(wanted);
    const found = skipping ? said.findIndex((line, place) => place >= at && pattern.test(line)) : at;
    const line = said[found];
    if (line === undefined || !pattern.test(line))
      return { line: index + 1, expected: raw, printed: said[at] };
    at = found + 1;
    skipping = false;
  }
  if (at < said.length && !skipping)
    return { line: expected.split('\n').length, expected: 'nothing more', printed: said[at] };
  return undefined;
}

const squeeze = (line: string) => line.trim().replace(/\s+/g, ' ').replace(/,$/, '');

function toPattern(wanted: string): RegExp {
  const literal = wanted.split(placeholder).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.+')}$`);
}
