import { randomBytes } from 'node:crypto';
import { AwsError } from '../../../core/errors.ts';
import type { Caller } from '../../../core/world.ts';
import { storeFor } from '../definition/definition.ts';
import type { Location } from '../records.ts';
import { type ActionContext, Failure } from './provider.ts';
import { isDenied, isMissing, s3Words } from './s3-failure.ts';

/** S3's request ids are 16 such characters. */
export const requestId = () => randomBytes(8).toString('hex').toUpperCase();

/** Calls S3 as a role's session: checked by IAM as any client's call is. */
export function s3<T>(
  { world, execution }: Pick<ActionContext, 'world' | 'execution'>,
  caller: Caller,
  operation: string,
  input: Record<string, unknown>,
  region = execution.region,
): Promise<T> {
  return world.invoke<T>({ service: 's3', operation, region, caller, input });
}

/** Puts an artifact into the artifact bucket, encrypted with the pipeline's key or AWS's own. */
export async function upload(
  context: ActionContext,
  caller: Caller,
  place: Location,
  body: Buffer,
): Promise<void> {
  const key = storeFor(context.definition, context.execution.region)?.encryptionKey?.id;
  try {
    await s3(context, caller, 'PutObject', {
      Bucket: place.bucket,
      Key: place.key,
      Body: body,
      ContentType: 'application/zip',
      ServerSideEncryption: 'aws:kms',
      ...(key === undefined ? {} : { SSEKMSKeyId: key }),
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // [seen] in the errorDetails of connection sources
    throw new Failure(
      isDenied(error) ? 'PermissionError' : 'ConfigurationError',
      `[GitHub] Upload to S3 failed with the following error: ${s3Words(error, requestId())} (Service: null; Status Code: 0; Error Code: null; Request ID: null; S3 Extended Request ID: null; Proxy: null)`,
    );
  }
}

/** Reads an artifact. */
export async function download(context: ActionContext, caller: Caller, place: Location): Promise<Buffer> {
  const { bucket, key } = place;
  try {
    const { Body } = await s3<{ Body?: unknown }>(context, caller, 'GetObject', { Bucket: bucket, Key: key });
    return await bytesOf(Body);
  } catch (error) {
    // [seen] both
    if (isDenied(error)) {
      throw new Failure(
        'PermissionError',
        `Unable to access the artifact with Amazon S3 object key '${key}' located in the Amazon S3 artifact bucket '${bucket}'. The provided role does not have sufficient permissions.`,
      );
    }
    if (isMissing(error)) {
      throw new Failure(
        'ConfigurationError',
        `The action failed because either the artifact or the Amazon S3 bucket could not be found. Name of artifact bucket: ${bucket}. Verify that this bucket exists. If it exists, check the life cycle policy, then try releasing a change.`,
      );
    }
    throw error;
  }
}

async function bytesOf(body: unknown): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body === 'string') return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
