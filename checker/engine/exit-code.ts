import type { Verdict } from '../steps/finding.ts';
import type { Run } from './run.ts';

/** The process's exit code for each verdict. */
export const exitCodes: Record<Verdict, number> = { pass: 0, waiting: 1, fail: 1, unknown: 3 };

/** Returns the process's exit code for a run: 4 when the credentials are unusable, whatever else was found. */
export function exitCode({ verdict, credentials }: Pick<Run, 'verdict' | 'credentials'>): number {
  return credentials === undefined ? exitCodes[verdict] : 4;
}
