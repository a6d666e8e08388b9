/** Styles text for a terminal, or leaves it unchanged. Style never carries meaning alone. */
export type Paint = Record<'red' | 'green' | 'yellow' | 'magenta' | 'bold' | 'dim', (text: string) => string>;

const codes = { red: 31, green: 32, yellow: 33, magenta: 35, bold: 1, dim: 2 } as const;

export function painter(color: boolean): Paint {
  const paint = {} as Paint;
  for (const [name, code] of Object.entries(codes)) {
    const end = name === 'bold' || name === 'dim' ? 22 : 39;
    paint[name as keyof Paint] = color ? (text) => `\u001b[${code}m${text}\u001b[${end}m` : (text) => text;
  }
  return paint;
}
