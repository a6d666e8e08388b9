import type { Run } from '../../checker/engine/run.ts';
import type { Cause } from '../../labs/reader/causes.ts';

/** What each step says that is no pass, by its id: `fail versioning-off`, `unknown`. In a fixed order. */
export type Cells = Readonly<Record<string, string>>;

function cellsOf(entries: Iterable<readonly [step: string, words: string]>): Cells {
  const cells = new Map<string, Set<string>>();
  for (const [step, words] of entries) cells.set(step, (cells.get(step) ?? new Set()).add(words));
  return Object.fromEntries(
    [...cells].sort().map(([step, words]) => [step, [...words].sort().join(', ')] as const),
  );
}

/** What is written beside a cause: its own step's cell, and those of the steps that feel it, too. */
export function expectedCells({ id, step, verdict, also = [] }: Cause): Cells {
  const others = also.map((line) => [line.slice(0, 6), line.slice(7)] as const);
  return cellsOf([[step, verdict === 'stops' ? verdict : `${verdict ?? 'fail'} ${id}`], ...others]);
}

/** What a run says. A failure that names no cause is told by its check: it is in no page's cells. */
export function actualCells(run: Run): Cells {
  return cellsOf(
    run.steps.flatMap(({ id, findings }) =>
      findings
        .filter(({ verdict }) => verdict !== 'pass')
        .map(({ verdict, cause, check }) => {
          const words = verdict === 'unknown' ? verdict : `${verdict} ${cause ?? check}`;
          return [id, words] as const;
        }),
    ),
  );
}

/** The steps whose cells differ, each with what it should say and what it says. */
export function wrongCells(expected: Cells, actual: Cells): string[] {
  const steps = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...steps]
    .sort()
    .filter((step) => expected[step] !== actual[step])
    .map((step) => `${step}: ${actual[step] ?? 'pass'}, where ${expected[step] ?? 'pass'} is written`);
}
