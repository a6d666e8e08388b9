import { randomBytes } from 'node:crypto';
import { defined } from '../../../core/defined.ts';
import type { Caller } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { artifactStoreFor } from '../definition/definition.ts';
import type { ArtifactLocation } from '../records.ts';
import { type ActionContext, ActionFailure } from './provider.ts';
import { isDenied, isNotFound, s3ErrorText } from './s3-error-text.ts';

/** An id in the form of S3's request ids: 16 upper-case hexadecimal digits. */
export const requestId = () => randomBytes(8).toString('hex').toUpperCase();

/** Calls S3 as a role's session. IAM checks the call like any client's. */
export function callS3<T>(
  { emulator, execution }: Pick<ActionContext, 'emulator' | 'execution'>,
  caller: Caller,
  operation: string,
  input: Record<string, unknown>,
  region = execution.region,
): Promise<T> {
  return emulator.invoke<T>({ service: 's3', operation, region, caller, input });
}

/** Uploads an artifact to the artifact bucket, encrypted with the pipeline's key or AWS's own. */
export async function upload(
  context: ActionContext,
  caller: Caller,
  location: ArtifactLocation,
  body: Buffer,
): Promise<void> {
  const key = artifactStoreFor(context.definition, context.execution.region)?.encryptionKey?.id;
  try {
    await callS3(context, caller, 'PutObject', {
      Bucket: location.bucket,
      Key: location.key,
      Body: body,
      ContentType: 'application/zip',
      ServerSideEncryption: 'aws:kms',
      ...defined({ SSEKMSKeyId: key }),
    });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    // [seen] in the errorDetails of connection sources
    throw new ActionFailure(
      isDenied(error) ? 'PermissionError' : 'ConfigurationError',
      `[GitHub] Upload to S3 failed with the following error: ${s3ErrorText(error, requestId())} (Service: null; Status Code: 0; Error Code: null; Request ID: null; S3 Extended Request ID: null; Proxy: null)`,
    );
  }
}

/** Downloads an artifact. */
export async function download(
  context: ActionContext,
  caller: Caller,
  location: ArtifactLocation,
): Promise<Buffer> {
  const { bucket, key } = location;
  try {
    const { Body } = await callS3<{ Body?: unknown }>(context, caller, 'GetObject', {
      Bucket: bucket,
      Key: key,
    });
    return await bytesOf(Body);
  } catch (error) {
    // [seen] Both messages.
    if (isDenied(error)) {
      throw new ActionFailure(
        'PermissionError',
        `Unable to access the artifact with Amazon S3 object key '${key}' located in the Amazon S3 artifact bucket '${bucket}'. The provided role does not have sufficient permissions.`,
      );
    }
    if (isNotFound(error)) {
      throw new ActionFailure(
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
