import { type Defaults, type Described, defaultRemark, type Option, withRemarks } from './options.ts';

interface Range {
  min: number;
  max: number;
}

/** A decimal number within a range, as a person writes it; undefined for any other text. */
function numberIn(given: string, { min, max }: Range, pattern: RegExp): number | undefined {
  const number = Number(given);
  return pattern.test(given) && number >= min && number <= max ? number : undefined;
}

const wholeNumber = /^\d+$/;
const decimalNumber = /^\d+(\.\d+)?$/;

interface NumberKind {
  pattern: RegExp;
  /** What the number is: "a whole number". */
  noun: string;
  /** The factor from the number that is typed to the value. */
  factor: number;
}

function numberOption<D extends number | undefined>(
  settings: Described & Range & Defaults<D> & { remark?: string },
  { pattern, noun, factor }: NumberKind,
): Option<number | D> {
  const { min, max, value = 'N', help, default: preset, remark = `${min} to ${max}` } = settings;
  return {
    type: 'string',
    value,
    example: String(preset ?? min),
    help: withRemarks(help, remark, defaultRemark(settings)),
    absent: (preset === undefined ? undefined : preset * factor) as D,
    read([given = '']) {
      const number = numberIn(given, settings, pattern);
      return number === undefined
        ? { rejected: given, expected: `${noun} from ${min} to ${max}` }
        : { value: number * factor };
    },
  };
}

/** An option with a whole number as its value. */
export function integer<const D extends number | undefined = undefined>(
  settings: Described & Range & Defaults<D>,
): Option<number | D> {
  return numberOption(settings, { pattern: wholeNumber, noun: 'a whole number', factor: 1 });
}

/** An option with a number as its value, which can have decimals. */
export function decimal<const D extends number | undefined = undefined>(
  settings: Described & Range & Defaults<D>,
): Option<number | D> {
  return numberOption(settings, { pattern: decimalNumber, noun: 'a number', factor: 1 });
}

/** An option with a TCP port as its value; 0 takes a free one. */
export function port(settings: { help: string; default: number }): Option<number> {
  return numberOption(
    { ...settings, min: 0, max: 65_535, remark: '0 takes a free one' },
    { pattern: wholeNumber, noun: 'a whole number', factor: 1 },
  );
}

/** An option that is typed in seconds. Its value is in milliseconds. */
export function seconds<const D extends number | undefined = undefined>(
  settings: Described & Range & Defaults<D>,
): Option<number | D> {
  const kind = { pattern: decimalNumber, noun: 'seconds', factor: 1000 };
  return numberOption({ value: 'SECONDS', ...settings }, kind);
}

/** An option that is typed in minutes. Its value is in milliseconds. */
export function minutes<const D extends number | undefined = undefined>(
  settings: Described & Range & Defaults<D>,
): Option<number | D> {
  const kind = { pattern: decimalNumber, noun: 'minutes', factor: 60_000 };
  return numberOption({ value: 'MINUTES', ...settings }, kind);
}
