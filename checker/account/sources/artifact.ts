import type { Calls } from '../calls.ts';
import type { ArtifactLocation } from '../executions.ts';
import { absent, andThen, type Fact, known, unknown } from '../fact.ts';
import { object } from '../s3.ts';
import { TooLarge } from '../too-large.ts';
import type { ArtifactDigests } from './zip.ts';

/** What `read` makes of an artifact. Absent (`NotAZip`) when it is no zip, unknown when it is too large. */
async function readZip<T>(
  operation: 'file' | 'digests',
  read: (zip: typeof import('./zip.ts')) => Fact<T>,
): Promise<Fact<T>> {
  // Most checks read no artifact, and loading the decompressor takes time.
  const zip = await import('./zip.ts');
  try {
    return read(zip);
  } catch (error) {
    if (error instanceof TooLarge) {
      const { name: code, message } = error;
      return unknown({ cause: 'other', service: 'artifact', operation, actions: [], code, message });
    }
    // fflate's own errors have a numeric code; any other error is a bug in the kit.
    if (typeof (error as { code?: unknown }).code !== 'number') throw error;
    return absent('NotAZip');
  }
}

/**
 * One file of a source artifact; the whole zip is downloaded and unpacked in memory. Absent when the artifact is
 * gone (S3's code), is no zip (`NotAZip`), or has no such file (`NotInArtifact`). Unknown when the file is too large.
 */
export function artifactFile(
  calls: Calls,
  at: ArtifactLocation,
  owner: string,
  path: string,
): Promise<Fact<Uint8Array>> {
  // The recorded answer is only the file that is read, so evidence does not contain the whole zip.
  const input = { bucket: at.bucket, key: at.key, path };
  const bucket = { name: at.bucket, owner, region: calls.clients.region };
  return calls.recorder.call({ service: 'artifact', operation: 'file', input }, async () =>
    andThen(await object(calls, bucket, at.key), ({ bytes }) =>
      readZip('file', (zip) => zip.fileOf(bytes, path)),
    ),
  );
}

/** The names and MD5s of the files in an artifact. Absent as for `artifactFile`, unknown when it has too many files. */
export function artifactDigests(
  calls: Calls,
  at: Pick<ArtifactLocation, 'bucket' | 'key'>,
  owner: string,
  region = calls.clients.region,
): Promise<Fact<ArtifactDigests>> {
  const input = { bucket: at.bucket, key: at.key };
  return calls.recorder.call({ service: 'artifact', operation: 'digests', input }, async () =>
    andThen(await object(calls, { name: at.bucket, owner, region }, at.key), ({ bytes }) =>
      readZip('digests', (zip) => known(zip.digestsOf(bytes))),
    ),
  );
}
