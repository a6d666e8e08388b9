import type { Run } from '../run.ts';

/** One document, as the public contract has it; keys in the contract's order. */
export function json(run: Run): string {
  const { schemaVersion, target, verdict, steps, calls, credentials } = run;
  const document = {
    schemaVersion,
    target,
    verdict,
    steps,
    calls,
    ...(credentials === undefined ? {} : { credentials }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
