/** One line of the table: what was measured, the result, and its bound, if there is one. */
export interface Row {
  what: string;
  measured: string;
  bound?: string;
  holds?: boolean;
}

export function table(rows: readonly Row[]): string {
  const cells = [
    ['what', 'measured', 'bound', ''],
    ...rows.map(({ what, measured, bound = '', holds }) => [
      what,
      measured,
      bound,
      holds === undefined ? '' : holds ? 'holds' : 'EXCEEDED',
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Runs `call` `total` times, up to `atOnce` of them concurrently. Returns how many seconds that took and how many
 * failed.
 */
export async function runLoad(
  total: number,
  atOnce: number,
  call: (index: number) => Promise<unknown>,
): Promise<{ seconds: number; failed: number }> {
  const started = performance.now();
  let next = 0;
  let failed = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < total) {
        const index = next++;
        await call(index).catch(() => failed++);
      }
    }),
  );
  return { seconds: (performance.now() - started) / 1000, failed };
}
