/** A place in a pattern: what it accepts there, if it accepts a character, and the places that follow it. */
interface Place {
  accepts?: (character: string) => boolean;
  next: number[];
}

const anything = () => true;
const inSegment = (character: string) => character !== '/';

/** Turns a pattern into places. The first is where it begins, the last is where it has matched. */
function placesOf(pattern: string): Place[] {
  const places: Place[] = [{ next: [] }];
  let last = 0;
  const add = (place: Place, from: number[]): number => {
    places.push(place);
    for (const one of from) places[one]?.next.push(places.length - 1);
    return places.length - 1;
  };
  /** The open braces: where each begins, and where its finished alternatives end. */
  const open: { start: number; ends: number[] }[] = [];
  const close = () => {
    const { ends } = open.pop() ?? { ends: [] };
    last = add({ next: [] }, [...ends, last]);
  };
  for (const token of pattern.match(/\*\*|[\s\S]/gu) ?? []) {
    const brace = open.at(-1);
    if (token === '*' || token === '**') {
      // It can be passed without a character, and left or repeated after each.
      const loop = add({ accepts: token === '*' ? inSegment : anything, next: [] }, [last]);
      const after = add({ next: [] }, [last, loop]);
      places[loop]?.next.push(loop);
      last = after;
    } else if (token === '{') open.push({ start: last, ends: [] });
    else if (token === ',' && brace !== undefined) {
      brace.ends.push(last);
      last = add({ next: [] }, [brace.start]);
    } else if (token === '}' && brace !== undefined) close();
    else {
      const accepts = token === '?' ? inSegment : (character: string) => character === token;
      last = add({ next: [] }, [add({ accepts, next: [] }, [last])]);
    }
  }
  while (open.length > 0) close();
  add({ next: [] }, [last]);
  return places;
}

/** The places that are reached from these without a character: those that accept one, and the last. */
function reachable(places: readonly Place[], from: Iterable<number>): Set<number> {
  const seen = new Set<number>();
  const queue = [...from];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    if (places[one]?.accepts === undefined) queue.push(...(places[one]?.next ?? []));
  }
  return seen;
}

/**
 * Whether a name matches one of AWS's trigger patterns: `*` matches any characters but a slash, `**` any characters,
 * `?` one character but a slash, and `{a,b}` one of several alternatives. [doc] All places that a pattern can be at are
 * followed together, so none makes it slow.
 */
export function matchesGlob(pattern: string, name: string): boolean {
  const places = placesOf(pattern);
  let now = reachable(places, [0]);
  for (const character of name) {
    const accepting = [...now].filter((one) => places[one]?.accepts?.(character));
    now = reachable(
      places,
      accepting.flatMap((one) => places[one]?.next ?? []),
    );
  }
  return now.has(places.length - 1);
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
