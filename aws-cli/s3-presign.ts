import type { S3Command } from './s3.ts';
import type { SdkClient } from './services.ts';

/** A URL with which anyone can get the object until it expires. No call is made, so the bucket need not exist. */
export async function presignedUrl(
  client: SdkClient,
  { bucket, key, expiresInSeconds }: Extract<S3Command, { verb: 'presign' }>,
): Promise<string> {
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3');
  const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
  if (!(client instanceof S3Client)) throw new TypeError('only S3 presigns');
  // The SDK adds these headers to its requests. In a presigned URL, the client would have to send them, too.
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { query: Record<string, unknown>; headers: Record<string, unknown> };
      delete request.query['x-id'];
      delete request.headers['x-amz-checksum-mode'];
      return next(args);
    },
    { step: 'build', priority: 'low', name: 'bareUrl' },
  );
  return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), {
    expiresIn: expiresInSeconds,
  });
}
