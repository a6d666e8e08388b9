import type { Call, Operation } from '../../core/world.ts';
import { algorithms, type ChecksumMembers, verifiedChecksum, verifyMd5 } from './checksums.ts';

/**
 * Operations whose body is a document, not an object. An upload's completion has checksum headers, too, but
 * they are about the object that comes of it.
 */
const takesDocument = (operation: string) =>
  /^(PutBucket|PutPublicAccessBlock|PutObject(Tagging|Acl))|^DeleteObjects$/.test(operation);

/** The same operations, each of which holds a document to the digests that came with it. */
export function holdToDigests<T extends Record<string, Operation>>(operations: T): T {
  const held = Object.entries(operations).map(([name, operation]) => [
    name,
    takesDocument(name)
      ? async (input: unknown, call: Call) => {
          await verifyBody(call);
          return operation(input as never, call);
        }
      : operation,
  ]);
  return Object.fromEntries(held);
}

async function verifyBody({ http }: Call): Promise<void> {
  if (http === undefined) return;
  verifyMd5(http.headers['content-md5'], http.body);
  const stated: ChecksumMembers = {};
  for (const algorithm of algorithms) {
    const value = http.headers[`x-amz-checksum-${algorithm.toLowerCase()}`];
    if (value !== undefined) stated[`Checksum${algorithm}`] = value;
  }
  if (Object.keys(stated).length > 0) await verifiedChecksum(stated, http.body, 'CRC32');
}
