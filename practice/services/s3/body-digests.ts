import type { Call, Operation } from '../../core/emulator.ts';
import { algorithms, type ChecksumMembers, verifiedChecksum, verifyMd5 } from './checksums.ts';

/**
 * Operations whose body is a document, not an object. CompleteMultipartUpload has checksum headers too, but they are
 * those of the resulting object.
 */
const hasDocumentBody = (operation: string) =>
  /^(PutBucket|PutPublicAccessBlock|PutObject(Tagging|Acl))|^DeleteObjects$/.test(operation);

/** The same operations, each of which first checks a document body against the digests in the request's headers. */
export function withDigestCheck(operations: Readonly<Record<string, Operation>>): Record<string, Operation> {
  const checkedOperations = Object.entries(operations).map(([name, operation]) => [
    name,
    hasDocumentBody(name) ? withBodyCheck(operation) : operation,
  ]);
  return Object.fromEntries(checkedOperations);
}

const withBodyCheck = ({ permissions, run }: Operation): Operation => ({
  permissions,
  async run(input, call) {
    await verifyBody(call);
    return run(input, call);
  },
});

async function verifyBody({ http }: Call): Promise<void> {
  if (http === undefined) return;
  verifyMd5(http.headers['content-md5'], http.body);
  const declared: ChecksumMembers = {};
  for (const algorithm of algorithms) {
    const value = http.headers[`x-amz-checksum-${algorithm.toLowerCase()}`];
    if (value !== undefined) declared[`Checksum${algorithm}`] = value;
  }
  if (Object.keys(declared).length > 0) await verifiedChecksum(declared, http.body, 'CRC32');
}
