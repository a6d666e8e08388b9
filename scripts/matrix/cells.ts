import type { Run } from '../../checker/engine/run.ts';
import type { Cause } from '../../labs/reader/causes.ts';

/** The results of the steps that do not pass, by the step's id: `fail versioning-off`, `unknown`. Sorted. */
export type Cells = Readonly<Record<string, string>>;

function cellsOf(entries: Iterable<readonly [step: string, words: string]>): Cells {
  const cells = new Map<string, Set<string>>();
  for (const [step, words] of entries) cells.set(step, (cells.get(step) ?? new Set()).add(words));
  return Object.fromEntries(
    [...cells].sort().map(([step, words]) => [step, [...words].sort().join(', ')] as const),
  );
}

/** The cells that a cause's page states: for its own step, and for the other steps that it affects. */
export function expectedCells({ id, step, verdict, also = [] }: Cause): Cells {
  const others = also.map((line) => [line.slice(0, 6), line.slice(7)] as const);
  return cellsOf([[step, verdict === 'stops' ? verdict : `${verdict ?? 'fail'} ${id}`], ...others]);
}

/** The cells of a run. A failure without a cause is shown by its check, which is in no page's cells. */
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

/** The steps whose cells differ, each with the actual cell and the expected one. */
export function wrongCells(expected: Cells, actual: Cells): string[] {
  const steps = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...steps]
    .sort()
    .filter((step) => expected[step] !== actual[step])
    .map((step) => `${step}: ${actual[step] ?? 'pass'}, where ${expected[step] ?? 'pass'} is written`);
}
