import { ownSequence } from './output.ts';

const codes = { red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36, bold: 1, dim: 2 } as const;

/** Styles text for a terminal, or leaves it unchanged. Style never carries meaning alone. */
export type Paint = Record<keyof typeof codes, (text: string) => string>;

/** The sequences of a style become visible to a terminal only through `outputText`. */
export function painter(color: boolean): Paint {
  const paint = {} as Paint;
  for (const [name, code] of Object.entries(codes)) {
    const end = name === 'bold' || name === 'dim' ? 22 : 39;
    const [start, stop] = [ownSequence(`\u001b[${code}m`), ownSequence(`\u001b[${end}m`)];
    paint[name as keyof Paint] = color ? (text) => start + text + stop : (text) => text;
  }
  return paint;
}
