import { requireBucket } from '../access.ts';
import { isAlgorithm, verifiedChecksum, verifyMd5 } from '../checksums.ts';
import { invalidRequest, notImplemented } from '../errors.ts';
import type { S3Operations } from '../operations.ts';
import { afterLookup, writePermissions } from '../permissions.ts';
import type { S3State } from '../state.ts';
import { checkWriteConditions } from './conditions.ts';
import { attributesOf, requireValidKey } from './object-attributes.ts';
import { checksumResponse, etagOf, quoted, writeObject, writeResponseMembers } from './write.ts';

/** The checksum algorithm that a request names. Without one, S3 stores a CRC64NVME. */
export function requestedAlgorithm(name: string | undefined) {
  if (name === undefined) return 'CRC64NVME';
  if (!isAlgorithm(name))
    throw invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  return name;
}

export const putOperations = (state: S3State) =>
  ({
    PutObject: {
      permissions: afterLookup(state, writePermissions),
      async run(input, call) {
        const bucket = requireBucket(state, input, call);
        const key = requireValidKey(input.Key);
        if (input.WriteOffsetBytes !== undefined) throw notImplemented('x-amz-write-offset-bytes');
        const attributes = attributesOf(bucket, input, call);
        const body = input.Body ?? Buffer.alloc(0);
        verifyMd5(input.ContentMD5, body);
        const checksum = await verifiedChecksum(input, body, requestedAlgorithm(input.ChecksumAlgorithm));
        // Nothing is awaited from here on, so the checked version is the one that is overwritten.
        checkWriteConditions(input, key, state.latest(bucket.name, key));
        const object = {
          ...attributes,
          ...state.putBlob(body),
          size: body.length,
          etag: etagOf(body, attributes.encryption),
          checksum,
        };
        const version = writeObject(state, bucket, key, object, call);
        return {
          ETag: quoted(version.etag),
          ...checksumResponse(checksum),
          ...writeResponseMembers(bucket, version),
        };
      },
    },
  }) satisfies S3Operations;
