import { AwsError } from '../../../core/errors.ts';

/** The bytes from `start` (inclusive) to `end` (exclusive). */
export interface Range {
  start: number;
  end: number;
}

/**
 * The range in a Range header. As HTTP allows, a header with several ranges, other units or invalid syntax is ignored.
 * Throws InvalidRange (416) for a range that contains none of the object's bytes.
 */
export function readRange(header: string | undefined, size: number): Range | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (found === null) return undefined;
  const [, first = '', last = ''] = found;
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start >= size || end <= start)
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
      detail: { RangeRequested: header ?? '', ActualObjectSize: String(size) },
      headers: { 'content-range': `bytes */${size}` },
    });
  return { start, end };
}
