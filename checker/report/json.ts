import { defined } from '../../base/defined.ts';
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
    ...defined({ credentials }),
    ...(live === undefined ? {} : { live: liveDocument(live) }),
    ...defined({ evidence }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
