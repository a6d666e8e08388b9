import { JsonCodec } from '@aws-sdk/core/protocols';
import { AwsError } from '../core/errors.ts';
import { requireTypes } from './check-json-types.ts';
import type { AwsRequest, AwsResponse, DecodedRequest } from './http-message.ts';
import type { OperationSchema, ServiceModel } from './schemas.ts';

// Times are epoch seconds as JSON numbers: a strict client rejects strings.
const codec = new JsonCodec({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false });

const contentType = (service: ServiceModel) =>
  `application/x-amz-json-${service.protocol === 'json-1.0' ? '1.0' : '1.1'}`;

/** Reads the input from the body. The operation was named by the header `X-Amz-Target`. */
export function decodeJson(operation: OperationSchema, request: AwsRequest): DecodedRequest {
  const text = request.body.toString('utf8').trim();
  let document: unknown;
  try {
    document = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'Could not parse request body into json.');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  if (operation.input.isStructSchema()) requireTypes(operation.input, document);
  try {
    const input = codec.createDeserializer().readObject(operation.input, document as never);
    return { operation: operation.name, input: (input ?? {}) as Record<string, unknown> };
  } catch (error) {
    throw new AwsError('SerializationException', `Could not read the input: ${(error as Error).message}`);
  }
}

export function encodeJson(
  service: ServiceModel,
  operation: OperationSchema,
  output: unknown,
  requestId: string,
): AwsResponse {
  let body = '';
  if (!operation.output.isUnitSchema()) {
    const serializer = codec.createSerializer();
    serializer.write(operation.output, output ?? {});
    body = serializer.flush();
  }
  return {
    status: 200,
    headers: { 'content-type': contentType(service), 'x-amzn-requestid': requestId },
    body,
  };
}

export function encodeJsonError(service: ServiceModel, error: AwsError, requestId: string): AwsResponse {
  return {
    status: error.status,
    headers: { 'content-type': contentType(service), 'x-amzn-requestid': requestId, ...error.headers },
    body: JSON.stringify({ __type: error.code, ...error.detail, message: error.message }),
  };
}
