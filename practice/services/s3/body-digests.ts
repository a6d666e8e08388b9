import type { Call, Operation } from '../../core/emulator.ts';
import { algorithms, type ChecksumMembers, verifiedChecksum, verifyMd5 } from './checksums.ts';

/**
 * Operations whose body is a document, not an object. An upload's completion has checksum headers, too, but
 * they are about the object that comes of it.
 */
const hasDocumentBody = (operation: string) =>
  /^(PutBucket|PutPublicAccessBlock|PutObject(Tagging|Acl))|^DeleteObjects$/.test(operation);

/** The same operations, each of which holds a document to the digests that came with it. */
export function withDigestCheck<T extends Record<string, Operation>>(operations: T): T {
  const checkedOperations = Object.entries(operations).map(([name, operation]) => [
    name,
    hasDocumentBody(name)
      ? async (input: unknown, call: Call) => {
          await verifyBody(call);
          return operation(input as never, call);
        }
      : operation,
  ]);
  return Object.fromEntries(checkedOperations);
}

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
