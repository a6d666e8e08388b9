// UTF-8's order differs from UTF-16's only where surrogate pairs meet U+E000..U+FFFF.
const rank = (unit: number) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);

/** Compares keys in S3's order, which is by their UTF-8 bytes. */
export function compareKeys(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

const chunkLimit = 1024;

/**
 * A set of keys in S3's order. The keys are in chunks, so that adding or removing one key moves at most about a
 * thousand others.
 */
export class SortedKeys {
  private readonly chunks: string[][] = [];

  add(key: string): void {
    const position = this.locate((other) => compareKeys(other, key) < 0);
    const chunk = this.chunks[position.chunk] ?? this.chunks[this.chunks.length - 1];
    if (chunk === undefined) {
      this.chunks.push([key]);
      return;
    }
    const index = this.chunks[position.chunk] === undefined ? chunk.length : position.index;
    if (chunk[index] === key) return;
    chunk.splice(index, 0, key);
    if (chunk.length > chunkLimit) {
      this.chunks.splice(this.chunks.indexOf(chunk) + 1, 0, chunk.splice(chunkLimit / 2));
    }
  }

  delete(key: string): void {
    const position = this.locate((other) => compareKeys(other, key) < 0);
    const chunk = this.chunks[position.chunk];
    if (chunk?.[position.index] !== key) return;
    chunk.splice(position.index, 1);
    if (chunk.length === 0) this.chunks.splice(position.chunk, 1);
  }

  /**
   * The first key for which `before` is false. `before` must be true for the keys up to some position and false after.
   */
  first(before: (key: string) => boolean): string | undefined {
    const position = this.locate(before);
    return this.chunks[position.chunk]?.[position.index];
  }

  get isEmpty(): boolean {
    return this.chunks.length === 0;
  }

  private locate(before: (key: string) => boolean): { chunk: number; index: number } {
    const chunk = partition(this.chunks.length, (i) => before(this.chunks[i]?.at(-1) ?? ''));
    const keys = this.chunks[chunk] ?? [];
    return { chunk, index: partition(keys.length, (i) => before(keys[i] ?? '')) };
  }
}

/** The first index for which `before` is false, by binary search. */
export function partition(length: number, before: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
