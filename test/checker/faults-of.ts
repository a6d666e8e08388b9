import type { Run } from '../../checker/engine/run.ts';

/** `step-3 fail bucket.versioned versioning-suspended` for every finding that did not pass. */
export function faultsOf(run: Run): string[] {
  return run.steps.flatMap(({ id, findings }) =>
    findings
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ verdict, check, cause = '-' }) => `${id} ${verdict} ${check} ${cause}`),
  );
}
