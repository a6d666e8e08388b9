import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import type { Calls } from '../calls.ts';
import type { ArtifactLocation } from '../executions.ts';
import { absent, andThen, type Fact, known } from '../fact.ts';
import { object } from '../s3.ts';

/**
 * One file of a source artifact; the whole zip is downloaded and unpacked in memory. Absent when the artifact is
 * gone (S3's code), is no zip (`NotAZip`), or has no such file (`NotInArtifact`).
 */
export function artifactFile(
  calls: Calls,
  at: ArtifactLocation,
  owner: string,
  path: string,
): Promise<Fact<Uint8Array>> {
  // The recorded answer is only the file that is read, so evidence does not contain the whole zip.
  const input = { bucket: at.bucket, key: at.key, path };
  return calls.recorder.call({ service: 'artifact', operation: 'file', input }, () =>
    unpacked(calls, at, owner, path),
  );
}

async function unpacked(
  calls: Calls,
  at: ArtifactLocation,
  owner: string,
  path: string,
): Promise<Fact<Uint8Array>> {
  const bucket = { name: at.bucket, owner, region: calls.clients.region };
  return andThen(await object(calls, bucket, at.key), ({ bytes }) => {
    try {
      const file = unzipSync(bytes, { filter: ({ name }) => name === path })[path];
      return file === undefined ? absent('NotInArtifact') : known(file);
    } catch (error) {
      // fflate's own errors have a numeric code; any other error is a bug in the kit.
      if (typeof (error as { code?: unknown }).code !== 'number') throw error;
      return absent('NotAZip');
    }
  });
}

/** How much of an artifact is unpacked in memory: the files beyond that have no MD5. */
const maxDigestedBytes = 64 * 1024 * 1024;

/** MD5s in hexadecimal, as S3 reports them in the ETag of an object that is uploaded in one part without a KMS key. */
export interface ArtifactDigests {
  /** The MD5 of the whole zip. */
  md5: string;
  /** The files in it. A file that was not unpacked, because all together are too large, has no MD5. */
  files: { name: string; md5?: string }[];
}

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

/** The MD5s of a zip and of its files, with at most 64 MB of them in memory. */
export function digestsOf(bytes: Uint8Array): ArtifactDigests {
  const names: string[] = [];
  let unpacked = 0;
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (name.endsWith('/')) return false;
      names.push(name);
      if (unpacked + originalSize > maxDigestedBytes) return false;
      unpacked += originalSize;
      return true;
    },
  });
  return {
    md5: md5(bytes),
    files: names.map((name) => {
      const file = Object.hasOwn(files, name) ? files[name] : undefined;
      return { name, ...(file === undefined ? {} : { md5: md5(file) }) };
    }),
  };
}

/** The names and MD5s of the files in an artifact. Absent as for `artifactFile`. */
export function artifactDigests(
  calls: Calls,
  at: Pick<ArtifactLocation, 'bucket' | 'key'>,
  owner: string,
  region = calls.clients.region,
): Promise<Fact<ArtifactDigests>> {
  const input = { bucket: at.bucket, key: at.key };
  return calls.recorder.call({ service: 'artifact', operation: 'digests', input }, async () =>
    andThen(await object(calls, { name: at.bucket, owner, region }, at.key), ({ bytes }) => {
      try {
        return known(digestsOf(bytes));
      } catch (error) {
        // fflate's own errors have a numeric code; any other error is a bug in the kit.
        if (typeof (error as { code?: unknown }).code !== 'number') throw error;
        return absent('NotAZip');
      }
    }),
  );
}
