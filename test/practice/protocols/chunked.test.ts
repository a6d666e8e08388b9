import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../practice/core/errors.ts';
import type { AwsRequest } from '../../../practice/protocols/http-message.ts';
import { unwrapBody } from '../../../practice/protocols/signature/chunked.ts';

function unwrapped(...chunks: string[]): string {
  const framed = [...chunks, ''].map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`).join('');
  const headers: Record<string, string> = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
  const rest = { target: '/', path: '/', query: new URLSearchParams(), requestId: '' };
  const request: AwsRequest = { method: 'PUT', ...rest, headers, body: Buffer.from(framed) };
  unwrapBody(request, undefined);
  return request.body.toString();
}

const chunk = (size: number) => 'x'.repeat(size);

describe('the chunks of an upload', () => {
  it('have at least 8192 bytes, except for the last one', () => {
    expect(unwrapped()).toBe('');
    expect(unwrapped('one')).toBe('one');
    expect(unwrapped(chunk(8192), chunk(9000), 'x')).toBe(chunk(17_193));
  });

  // Millions of chunks of one byte take far more memory than the upload.
  it('are rejected as S3 does if a small one is not the last', () => {
    const error = (() => {
      try {
        return unwrapped(chunk(8192), 'abc', 'de');
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(AwsError);
    expect(error).toMatchObject({
      code: 'InvalidChunkSizeError',
      message: 'Only the last chunk is allowed to have a size less than 8192 bytes',
      status: 400,
      detail: { Chunk: '3', BadChunkSize: '3' },
    });
  });
});
