import type { Run } from '../engine/run.ts';
import { liveDocument } from './live.ts';

/** One document as the public contract defines it, with its keys in the contract's order. */
export function json(run: Run): string {
  const { schemaVersion, target, verdict, steps, calls, credentials, live, evidence } = run;
  const document = {
    schemaVersion,
    target,
    verdict,
    steps,
    calls,
    ...(credentials === undefined ? {} : { credentials }),
    ...(live === undefined ? {} : { live: liveDocument(live) }),
    ...(evidence === undefined ? {} : { evidence }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
