import { AwsError } from '../core/errors.ts';
import { type AwsRequest, isForm } from './http-message.ts';
import { formOf } from './query.ts';
import type { S3Path } from './rest-xml.ts';
import { routeS3 } from './s3-router.ts';
import { models, type OperationSchema, type ServiceModel } from './schemas.ts';
import { readV4 } from './signature/v4.ts';

export const s3 = models.get('s3') as ServiceModel;

/** The service in whose format an error is written before the service is known: one with the request's protocol. */
export function fallbackService(request: AwsRequest): ServiceModel {
  const version = /^application\/x-amz-json-1\.([01])/.exec(request.headers['content-type'] ?? '')?.[1];
  if (version === '0') return models.get('codeconnections') ?? s3;
  if (version === '1' || request.headers['x-amz-target'] !== undefined)
    return models.get('codepipeline') ?? s3;
  return isQuery(request) ? (models.get('iam') ?? s3) : s3;
}

function isQuery(request: AwsRequest): boolean {
  if (request.path !== '/' || request.headers['x-amz-target'] !== undefined) return false;
  return (request.method === 'POST' && isForm(request)) || request.query.has('Action');
}

/**
 * The service that a request is for, by its headers: `X-Amz-Target` (JSON), the service that it is signed for (Query,
 * whose form in the body names the API), else S3.
 */
export function serviceByHead(request: AwsRequest): ServiceModel {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return jsonService(target);
  if (!isQuery(request)) return s3;
  const signature = readV4(request);
  const signedFor = typeof signature === 'object' ? models.get(signature.service) : undefined;
  return signedFor?.protocol === 'query' ? signedFor : fallbackService(request);
}

function jsonService(target: string): ServiceModel {
  const prefix = target.slice(0, Math.max(0, target.lastIndexOf('.')));
  const name = prefix.slice(prefix.lastIndexOf('.') + 1);
  for (const model of models.values()) if (model.target !== '' && model.target === name) return model;
  throw new AwsError('UnknownOperationException', `The practice account does not speak ${target}.`);
}

/** The service of a Query request, by the version of the API in its form. */
export function queryService(request: AwsRequest): ServiceModel {
  const version = formOf(request).get('Version');
  for (const model of models.values())
    if (model.protocol === 'query' && model.target === version) return model;
  throw new AwsError('InvalidAction', `The practice account serves no API of version ${version}.`);
}

/** The operation that a request is for. A Query request's operation is in its body. */
export function operationOf(
  service: ServiceModel,
  request: AwsRequest,
  path: S3Path | undefined,
): OperationSchema {
  if (path !== undefined) {
    const found = routeS3(request.method, path.bucket, path.key, request.query, request.headers);
    if (found !== undefined) return found;
    throw new AwsError(
      'MethodNotAllowed',
      'The specified method is not allowed against this resource.',
      405,
      { detail: { Method: request.method } },
    );
  }
  const name =
    service.protocol === 'query'
      ? (formOf(request).get('Action') ?? '')
      : (request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
  const operation = service.operations.get(name);
  if (operation !== undefined) return operation;
  if (service.protocol === 'query')
    throw new AwsError('InvalidAction', `Could not find operation ${name} for version ${service.target}`);
  throw new AwsError('UnknownOperationException', `${service.name} has no operation ${name}.`);
}
