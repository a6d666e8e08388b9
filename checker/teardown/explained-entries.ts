import { defined } from '../../base/defined.ts';
import type { ObjectVersion, Upload } from '../account/s3.ts';
import type { Explanation } from '../lab/lab-record.ts';

/** A version, a delete marker or an unfinished upload of a bucket. */
export interface BucketEntry {
  type: 'version' | 'marker' | 'upload';
  key: string;
  /** Its version id or upload id. */
  id: string;
  /** When it was written or, for an upload, begun: milliseconds since the epoch. */
  modified: number;
  etag?: string;
}

export const versionEntry = ({
  key,
  versionId,
  isDeleteMarker,
  modified,
  etag,
}: ObjectVersion): BucketEntry => ({
  type: isDeleteMarker ? 'marker' : 'version',
  key,
  id: versionId,
  modified,
  ...defined({ etag }),
});

export const uploadEntry = ({ key, uploadId, initiated }: Upload): BucketEntry => ({
  type: 'upload',
  key,
  id: uploadId,
  modified: initiated,
});

/** S3 reports whole seconds, and its clock is not CodePipeline's. */
const clockTolerance = 1_000;

const fileId = (key: string, md5: string | undefined) => `${md5} ${key}`;

/** The rule of earlier kits, which wrote down neither contents nor times: every version since the first deployment. */
function explainsByKey({ keys, since = 0 }: Explanation): (entry: BucketEntry) => boolean {
  const known = new Set(keys);
  const first = Math.floor(since / 1000) * 1000;
  return ({ type, key, modified }) => known.has(key) && (type === 'upload' || modified >= first);
}

/**
 * An entry of a key to which the lab deployed is the lab's if it has the content of a deployed file, or if it was
 * written while a deploy action ran. A delete marker contains nothing that could be lost.
 */
function explainsByContent(explanation: Explanation): (entry: BucketEntry) => boolean {
  const { since = 0, files = [], deployments = [] } = explanation;
  const keys = new Set(explanation.keys);
  const contents = new Set(files.map(({ key, md5 }) => fileId(key, md5)));
  const wasDeploying = (time: number) =>
    deployments.some(({ from, to }) => time >= from - clockTolerance && time <= to + clockTolerance);
  return ({ type, key, modified, etag }) => {
    if (!keys.has(key)) return false;
    if (type === 'marker') return modified >= since - clockTolerance;
    return (type === 'version' && contents.has(fileId(key, etag))) || wasDeploying(modified);
  };
}

/** Returns a function that says whether the lab wrote an entry of a bucket. */
export function explains(explanation: Explanation | undefined): (entry: BucketEntry) => boolean {
  if (explanation === undefined) return () => false;
  const { prefixes, files, deployments } = explanation;
  const isOfEarlierKit = files === undefined && deployments === undefined;
  const isDeployed = isOfEarlierKit ? explainsByKey(explanation) : explainsByContent(explanation);
  return (entry) => prefixes.some((prefix) => entry.key.startsWith(prefix)) || isDeployed(entry);
}

/**
 * Whether the lab can have written more into a bucket than the explanation shows: nothing shows what it deployed, a
 * deployed artifact is gone, or no history shows when it deployed.
 */
export function mayLackEntries(explanation: Explanation | undefined): boolean {
  if (explanation === undefined) return true;
  const { keys, prefixes, files, deployments, isIncomplete } = explanation;
  if (keys.length + prefixes.length === 0 || isIncomplete) return true;
  return files !== undefined && deployments === undefined;
}
