import { AwsError } from '../../../core/errors.ts';

/** Bytes from `start` up to, and not with, `end`. */
export interface Range {
  start: number;
  end: number;
}

/**
 * The one range of a Range header. What is not understood (several ranges, other units) is ignored, as HTTP
 * has it; a range with none of the object's bytes is a 416.
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
