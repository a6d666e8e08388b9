import { AwsError } from '../../core/errors.ts';
import type { AwsRequest } from '../http-message.ts';
import { constantTimeEqual, hmac, type SignatureV4, sha256, signingKey } from './v4.ts';

const incomplete = () =>
  new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );

const minChunkSize = 8192;

/** S3's error for a small chunk before another one. `chunk` is the number of the chunk that follows it. [seen] */
const chunkTooSmall = (chunk: number, size: number) =>
  new AwsError(
    'InvalidChunkSizeError',
    `Only the last chunk is allowed to have a size less than ${minChunkSize} bytes`,
    400,
    { detail: { Chunk: String(chunk), BadChunkSize: String(size) } },
  );

/**
 * Removes the framing of an `aws-chunked` body and checks the signatures of signed chunks. Adds the trailer's checksums
 * to the request's headers; no other trailer is used, since the request's signature does not cover the trailers.
 * Other bodies stay unchanged, but their declared SHA-256 is checked.
 */
export function unwrapBody(
  request: AwsRequest,
  signed: { signature: SignatureV4; secret: string } | undefined,
): void {
  const declaredHash = request.headers['x-amz-content-sha256'] ?? '';
  if (!declaredHash.startsWith('STREAMING-')) {
    if (/^[0-9a-f]{64}$/.test(declaredHash) && declaredHash !== sha256(request.body))
      throw new AwsError(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        400,
        {
          detail: {
            ClientComputedContentSHA256: declaredHash,
            S3ComputedContentSHA256: sha256(request.body),
          },
        },
      );
    return;
  }
  const reader = new ChunkReader(request.body);
  const verifier =
    declaredHash.startsWith('STREAMING-AWS4-HMAC-SHA256') && signed ? new ChunkVerifier(signed) : undefined;
  const chunks: Buffer[] = [];
  for (;;) {
    const [size = '', ...extensions] = reader.line().split(';');
    const length = /^[0-9a-fA-F]+$/.test(size) ? Number.parseInt(size, 16) : Number.NaN;
    if (Number.isNaN(length)) throw incomplete();
    const data = reader.take(length);
    verifier?.verify(data, extensions.find((e) => e.startsWith('chunk-signature='))?.slice(16));
    if (length === 0) break;
    const previous = chunks.at(-1)?.length ?? minChunkSize;
    if (previous < minChunkSize) throw chunkTooSmall(chunks.length + 1, previous);
    reader.line();
    chunks.push(data);
  }
  for (let line = reader.line(); line !== ''; line = reader.line()) {
    const colon = line.indexOf(':');
    if (colon === -1) throw incomplete();
    const name = line.slice(0, colon).trim().toLowerCase();
    if (name.startsWith('x-amz-checksum-')) request.headers[name] = line.slice(colon + 1).trim();
  }
  request.body = Buffer.concat(chunks);
  const decoded = request.headers['x-amz-decoded-content-length'];
  if (decoded !== undefined && Number(decoded) !== request.body.length) throw incomplete();
  const encoding = (request.headers['content-encoding'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aws-chunked');
  if (encoding.length > 0) request.headers['content-encoding'] = encoding.join(',');
  else delete request.headers['content-encoding'];
  request.headers['content-length'] = String(request.body.length);
}

class ChunkReader {
  private offset = 0;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The next line without its CRLF; empty at the end. */
  line(): string {
    if (this.offset >= this.bytes.length) return '';
    const end = this.bytes.indexOf('\r\n', this.offset);
    const stop = end === -1 ? this.bytes.length : end;
    const text = this.bytes.toString('latin1', this.offset, stop);
    this.offset = stop + 2;
    return text;
  }

  take(length: number): Buffer {
    if (this.offset + length > this.bytes.length) throw incomplete();
    const data = this.bytes.subarray(this.offset, this.offset + length);
    this.offset += length;
    return data;
  }
}

/** Verifies chunk signatures. Each covers the previous one, and the first covers the request's own signature. */
class ChunkVerifier {
  private previous: string;
  private readonly key: Buffer;
  private readonly signature: SignatureV4;

  constructor(signed: { signature: SignatureV4; secret: string }) {
    this.signature = signed.signature;
    this.previous = signed.signature.signature;
    this.key = signingKey(signed.secret, signed.signature);
  }

  verify(data: Buffer, given: string | undefined): void {
    const toSign = [
      'AWS4-HMAC-SHA256-PAYLOAD',
      this.signature.timestamp,
      this.signature.scope,
      this.previous,
      sha256(''),
      sha256(data),
    ].join('\n');
    const expected = hmac(this.key, toSign).toString('hex');
    if (given === undefined || !constantTimeEqual(expected, given))
      throw new AwsError(
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
        403,
      );
    this.previous = given;
  }
}
