import type { CallError } from '../account/fact.ts';
import { versionsOf } from '../account/s3.ts';
import { throwIfStopped } from '../account/write/errors.ts';
import { explains, versionEntry } from './explained-entries.ts';
import { isBucketKind } from './ownership.ts';
import type { Resource } from './resource.ts';
import { bucketOf } from './resource-types/bucket.ts';
import type { AccountScan } from './types.ts';

/** What the lab's pipeline deployed into a bucket that stays, and what is still there of it. */
export interface Deployed {
  /** How many object versions. */
  versions: number;
  /** The keys of those, or of some of them. */
  keys: string[];
  /** Set if not all keys to which the lab deployed were looked at, so that there may be more versions. */
  isPartial?: true;
  /** Why nothing could be read. Then `keys` are those to which the lab deployed. */
  error?: CallError;
}

/** How many keys are looked at. Someone else's bucket can be too large to be listed whole. */
const maxKeys = 100;
const keysAtOnce = 8;
const keysToReport = 10;

/**
 * Finds what the lab's pipeline deployed into a bucket that stays, key by key; undefined where nothing is known or
 * left of it. Throws Stopped.
 */
export async function deployedInto(resource: Resource, scan: AccountScan): Promise<Deployed | undefined> {
  if (!isBucketKind(resource.kind)) return undefined;
  const explanation = (await scan.explanation()).byBucket.get(resource.id);
  if (explanation === undefined) return undefined;
  const isDeployed = explains(explanation);
  const looked = explanation.keys.slice(0, maxKeys);
  const deployed: Deployed = { versions: 0, keys: [] };
  for (let at = 0; at < looked.length; at += keysAtOnce) {
    const keys = looked.slice(at, at + keysAtOnce);
    const facts = await Promise.all(keys.map((key) => versionsOf(scan.calls, bucketOf(scan, resource), key)));
    throwIfStopped(scan.calls.signal);
    for (const [index, fact] of facts.entries()) {
      if (fact.state === 'absent') return undefined;
      if (fact.state === 'unknown')
        return { versions: 0, keys: explanation.keys.slice(0, keysToReport), error: fact.error };
      const own = fact.value
        .map(versionEntry)
        .filter((entry) => entry.type === 'version' && isDeployed(entry));
      deployed.versions += own.length;
      const key = keys[index];
      if (own.length > 0 && key !== undefined && deployed.keys.length < keysToReport) deployed.keys.push(key);
    }
  }
  if (deployed.versions === 0) return undefined;
  return looked.length < explanation.keys.length ? { ...deployed, isPartial: true } : deployed;
}
