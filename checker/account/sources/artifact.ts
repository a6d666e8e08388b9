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

/** The names of the files in an artifact, without unpacking them. Absent as for `artifactFile`. */
export function artifactFileNames(
  calls: Calls,
  at: Pick<ArtifactLocation, 'bucket' | 'key'>,
  owner: string,
  region = calls.clients.region,
): Promise<Fact<string[]>> {
  const input = { bucket: at.bucket, key: at.key };
  return calls.recorder.call({ service: 'artifact', operation: 'names', input }, async () =>
    andThen(await object(calls, { name: at.bucket, owner, region }, at.key), ({ bytes }) => {
      const names: string[] = [];
      try {
        unzipSync(bytes, {
          filter: ({ name }) => {
            if (!name.endsWith('/')) names.push(name);
            return false;
          },
        });
        return known(names);
      } catch (error) {
        // fflate's own errors have a numeric code; any other error is a bug in the kit.
        if (typeof (error as { code?: unknown }).code !== 'number') throw error;
        return absent('NotAZip');
      }
    }),
  );
}
