import type { Emulator } from '../core/emulator.ts';
import { AwsError } from '../core/errors.ts';
import { dispatch, type IncomingCall } from './dispatch.ts';
import { type AwsRequest, type AwsResponse, type DecodedRequest, isForm } from './http-message.ts';
import { decodeJson, encodeJson, encodeJsonError } from './json.ts';
import { decodeQuery, encodeQuery, encodeQueryError, formOf } from './query.ts';
import { decodeRestXml, encodeRestXml, encodeRestXmlError, type S3Path, s3Path } from './rest-xml.ts';
import { routeS3 } from './s3-router.ts';
import { models, type OperationSchema, type ServiceModel } from './schemas.ts';
import { authenticate } from './signature/authenticate.ts';

const s3 = models.get('s3') as ServiceModel;

/** The service in whose format an error is written before the service is known: one with the request's protocol. */
function fallbackService(request: AwsRequest): ServiceModel {
  const version = /^application\/x-amz-json-1\.([01])/.exec(request.headers['content-type'] ?? '')?.[1];
  if (version === '0') return models.get('codeconnections') ?? s3;
  if (version === '1' || request.headers['x-amz-target'] !== undefined)
    return models.get('codepipeline') ?? s3;
  return request.method === 'POST' && request.path === '/' && isForm(request)
    ? (models.get('iam') ?? s3)
    : s3;
}

/** The service that a request is for: by its `X-Amz-Target` (JSON), by its API version (Query), else S3. */
function serviceOf(request: AwsRequest): ServiceModel {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    const prefix = target.slice(0, Math.max(0, target.lastIndexOf('.')));
    const name = prefix.slice(prefix.lastIndexOf('.') + 1);
    for (const model of models.values()) if (model.target !== '' && model.target === name) return model;
    throw new AwsError('UnknownOperationException', `The practice account does not speak ${target}.`);
  }
  if (
    request.path === '/' &&
    ((request.method === 'POST' && isForm(request)) || request.query.has('Action'))
  ) {
    const version = formOf(request).get('Version');
    for (const model of models.values())
      if (model.protocol === 'query' && model.target === version) return model;
    throw new AwsError('InvalidAction', `The practice account serves no API of version ${version}.`);
  }
  return s3;
}

function operationOf(service: ServiceModel, request: AwsRequest, path: S3Path | undefined): OperationSchema {
  let name: string;
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
  if (service.protocol === 'query') name = formOf(request).get('Action') ?? '';
  else name = (request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
  const operation = service.operations.get(name);
  if (operation !== undefined) return operation;
  if (service.protocol === 'query')
    throw new AwsError('InvalidAction', `Could not find operation ${name} for version ${service.target}`);
  throw new AwsError('UnknownOperationException', `${service.name} has no operation ${name}.`);
}

function decode(
  operation: OperationSchema,
  service: ServiceModel,
  request: AwsRequest,
  path?: S3Path,
): DecodedRequest {
  if (path !== undefined) return decodeRestXml(operation, request, path);
  return service.protocol === 'query' ? decodeQuery(operation, request) : decodeJson(operation, request);
}

function encode(service: ServiceModel, operation: OperationSchema, output: unknown, id: string): AwsResponse {
  if (service.protocol === 'rest-xml') return encodeRestXml(service, operation, output, id);
  if (service.protocol === 'query') return encodeQuery(service, operation, output, id);
  return encodeJson(service, operation, output, id);
}

function encodeError(service: ServiceModel, error: AwsError, request: AwsRequest): AwsResponse {
  if (service.protocol === 'rest-xml') return encodeRestXmlError(error, request);
  if (service.protocol === 'query') return encodeQueryError(service, error, request.requestId);
  return encodeJsonError(service, error, request.requestId);
}

/** The request's URL. Its parts are set one by one: from a path such as `//`, `new URL` would read a host name. */
function requestUrl(request: AwsRequest, endpoint: string): URL {
  const url = new URL(endpoint);
  url.pathname = request.path;
  url.search = request.query.toString();
  return url;
}

/** The error for a body over the limit, as services of this protocol word it. [known] */
function bodyTooLarge({ protocol }: ServiceModel): AwsError {
  if (protocol === 'rest-xml')
    return new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400);
  const code = protocol === 'query' ? 'RequestEntityTooLarge' : 'RequestEntityTooLargeException';
  return new AwsError(code, 'The request body is larger than this account reads.', 413);
}

/**
 * Answers one AWS request: finds the service and the operation, verifies the signature, decodes, dispatches,
 * encodes. Never rejects: an AwsError is answered as AWS answers it. Any other error is answered with a 500 and passed
 * to `onInternalError`.
 */
export async function handleAws(
  emulator: Emulator,
  request: AwsRequest,
  onInternalError: (error: unknown) => void,
): Promise<AwsResponse> {
  let service = fallbackService(request);
  try {
    if (request.tooLarge) throw bodyTooLarge(service);
    service = serviceOf(request);
    const path = service === s3 ? s3Path(request) : undefined;
    const bucketByHost =
      path?.bucket !== undefined && !request.path.startsWith(`/${path.bucket}`) ? path.bucket : undefined;
    const { caller, region } = authenticate(emulator, service, request, bucketByHost);
    const operation = operationOf(service, request, path);
    const { input } = decode(operation, service, request, path);
    const incomingCall: IncomingCall = {
      service: service.name,
      operation: operation.name,
      region: region ?? '',
      requestId: request.requestId,
      caller,
      now: emulator.clock.now(),
      http: {
        method: request.method,
        url: requestUrl(request, emulator.endpoint),
        headers: request.headers,
        secure: false,
        body: request.body,
      },
    };
    const output = await dispatch(emulator, incomingCall, input);
    return encode(service, operation, output, request.requestId);
  } catch (error) {
    if (error instanceof AwsError) return encodeError(service, error, request);
    onInternalError(error);
    const message = 'We encountered an internal error. Please try again.';
    return encodeError(service, new AwsError('InternalError', message, 500), request);
  }
}
