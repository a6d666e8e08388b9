import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type AwsRequest, isForm } from './http-message.ts';

/**
 * The largest bodies that are read, in bytes. S3's limit is far above what the lab uploads, and far below what exhausts
 * the process's memory. Inputs of the other services have members of a few hundred kilobytes at most.
 */
const bodyLimits = { s3: 512 * 1024 * 1024, others: 8 * 1024 * 1024 };

function bodyLimitOf(awsRequest: AwsRequest): number {
  const isS3 =
    awsRequest.headers['x-amz-target'] === undefined && !(awsRequest.path === '/' && isForm(awsRequest));
  return isS3 ? bodyLimits.s3 : bodyLimits.others;
}

/** Reads the whole body; returns undefined as soon as it is known to be larger than the limit. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > limit) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** Reads an HTTP request. When its body is too large, the result has `tooLarge` and no body. */
export async function readRequest(request: IncomingMessage): Promise<AwsRequest> {
  const target = request.url ?? '/';
  const queryIndex = target.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(',') : value;
  const awsRequest: AwsRequest = {
    method: request.method ?? 'GET',
    target,
    path: queryIndex === -1 ? target : target.slice(0, queryIndex),
    query: new URLSearchParams(queryIndex === -1 ? '' : target.slice(queryIndex + 1)),
    headers,
    body: Buffer.alloc(0),
    requestId: randomUUID(),
  };
  const body = await readBody(request, bodyLimitOf(awsRequest));
  return body === undefined ? { ...awsRequest, tooLarge: true } : { ...awsRequest, body };
}
