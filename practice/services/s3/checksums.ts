import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc32c, Crc64Nvme } from '@aws-sdk/checksums/crc';
import { AwsError } from '../../core/errors.ts';
import { invalidRequest } from './errors.ts';
import type { Algorithm, Checksum } from './records.ts';

/** The members of S3's shapes that contain a checksum. */
export interface ChecksumMembers {
  ChecksumCRC32?: string | undefined;
  ChecksumCRC32C?: string | undefined;
  ChecksumCRC64NVME?: string | undefined;
  ChecksumSHA1?: string | undefined;
  ChecksumSHA256?: string | undefined;
}

const digestBytes: Record<Algorithm, number> = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 };
export const algorithms = Object.keys(digestBytes) as Algorithm[];

export const isAlgorithm = (text: string): text is Algorithm => Object.hasOwn(digestBytes, text);

/** The checksum of a body, in Base64. */
export async function digest(algorithm: Algorithm, body: Buffer): Promise<string> {
  switch (algorithm) {
    case 'CRC32': {
      const sum = Buffer.alloc(4);
      sum.writeUInt32BE(crc32(body));
      return sum.toString('base64');
    }
    case 'CRC32C':
    case 'CRC64NVME': {
      const sum = algorithm === 'CRC32C' ? new Crc32c() : new Crc64Nvme();
      sum.update(body);
      return Buffer.from(await sum.digest()).toString('base64');
    }
    case 'SHA1':
    case 'SHA256':
      return createHash(algorithm.toLowerCase()).update(body).digest('base64');
  }
}

export const md5 = (body: Buffer) => createHash('md5').update(body).digest('hex');

const isBase64Of = (text: string, length: number) => {
  const decoded = Buffer.from(text, 'base64');
  return decoded.length === length && decoded.toString('base64') === text;
};

/** Checks a body against its Content-MD5 header. Throws InvalidDigest or BadDigest. */
export function verifyMd5(header: string | undefined, body: Buffer): void {
  if (header === undefined) return;
  if (!isBase64Of(header, 16))
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, {
      detail: { 'Content-MD5': header },
    });
  const calculated = createHash('md5').update(body).digest('base64');
  if (calculated !== header)
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
      detail: { ExpectedDigest: header, CalculatedDigest: calculated },
    });
}

/** The one checksum that a request declares; undefined when it declares none. Throws InvalidRequest for several. */
export function declaredChecksum(
  input: ChecksumMembers,
): { algorithm: Algorithm; value: string } | undefined {
  const declared = algorithms.flatMap((algorithm) => {
    const value = input[`Checksum${algorithm}`];
    return value === undefined ? [] : [{ algorithm, value }];
  });
  if (declared.length > 1)
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  return declared[0];
}

/**
 * Checks a body against the checksum that the request declares, and returns the checksum to store: the client's, else
 * one of `algorithm`. Throws InvalidRequest or BadDigest.
 */
export async function verifiedChecksum(
  input: ChecksumMembers,
  body: Buffer,
  algorithm: Algorithm,
): Promise<Checksum> {
  const declared = declaredChecksum(input);
  const usedAlgorithm = declared?.algorithm ?? algorithm;
  const value = await digest(usedAlgorithm, body);
  if (declared !== undefined && !isBase64Of(declared.value, digestBytes[declared.algorithm]))
    throw invalidRequest(`Value for x-amz-checksum-${declared.algorithm.toLowerCase()} header is invalid.`);
  if (declared !== undefined && declared.value !== value)
    throw new AwsError(
      'BadDigest',
      `The ${usedAlgorithm} you specified did not match the calculated checksum.`,
      400,
    );
  return { algorithm: usedAlgorithm, value, type: 'FULL_OBJECT' };
}

/** The composite checksum of a multipart object, computed from its parts' checksums (Base64). */
export async function compositeChecksum(algorithm: Algorithm, parts: string[]): Promise<Checksum> {
  const joined = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
  return { algorithm, value: `${await digest(algorithm, joined)}-${parts.length}`, type: 'COMPOSITE' };
}

/** A checksum as members of a response. */
export const checksumMembers = (checksum: Checksum | undefined): ChecksumMembers =>
  checksum === undefined ? {} : { [`Checksum${checksum.algorithm}`]: checksum.value };
