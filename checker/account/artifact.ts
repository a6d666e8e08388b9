import { unzipSync } from 'fflate';
import type { Calls } from './calls.ts';
import type { ArtifactLocation } from './executions.ts';
import { absent, andThen, type Fact, known, unknown } from './fact.ts';
import { object } from './s3.ts';

/** One file out of a source artifact: the zip is downloaded whole and unpacked here. */
export async function artifactFile(
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
      return unknown({
        cause: 'other',
        service: 's3',
        operation: 'GetObject',
        actions: [],
        code: 'NotAZip',
        message: `s3://${at.bucket}/${at.key} cannot be unzipped: ${(error as Error).message}`,
      });
    }
  });
}
