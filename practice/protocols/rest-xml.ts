import { XmlShapeDeserializer, XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest, AwsResponse, DecodedRequest } from './http-message.ts';
import type { OperationSchema, ServiceModel } from './schemas.ts';
import { escapeXml } from './xml.ts';

const settings = {
  timestampFormat: { useTrait: true, default: 5 as const },
  httpBindings: true,
  xmlNamespace: '',
  serviceNamespace: '',
};

/** The bucket and the key that a request names. */
export interface S3Path {
  bucket: string | undefined;
  key: string | undefined;
  /** Whether the host names the bucket. */
  isByHost: boolean;
}

/** Bucket and key of a request: by path (`/bucket/key`) or by host (`bucket.localhost`). */
export function s3Path(request: AwsRequest): S3Path {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const bucketByHost = /^(.+)\.(?:localhost|127\.0\.0\.1|s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?)$/.exec(
    host,
  )?.[1];
  const path = request.path.slice(1);
  const slash = path.indexOf('/');
  const bucket = bucketByHost ?? (slash === -1 ? path : path.slice(0, slash));
  const key = bucketByHost !== undefined ? path : slash === -1 ? '' : path.slice(slash + 1);
  try {
    return {
      bucket: bucket === '' ? undefined : decodeURIComponent(bucket),
      key: key === '' ? undefined : decodeURIComponent(key),
      isByHost: bucketByHost !== undefined,
    };
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}

function readText(schema: NormalizedSchema, text: string, name: string, inHeader: boolean): unknown {
  if (schema.isListSchema())
    return text.split(',').map((item) => readText(schema.getValueSchema(), item.trim(), name, inHeader));
  if (schema.isBooleanSchema()) return text.toLowerCase() === 'true';
  if (schema.isNumericSchema()) {
    if (!/^-?\d+(\.\d+)?$/.test(text))
      throw new AwsError('InvalidArgument', `Provided ${name} not an integer or within integer range`, 400, {
        detail: { ArgumentName: name, ArgumentValue: text },
      });
    return Number(text);
  }
  if (schema.isTimestampSchema()) {
    const date = new Date(/^\d+$/.test(text) ? Number(text) * 1000 : text);
    // HTTP requires a recipient to ignore a date in a conditional header that it cannot parse.
    return Number.isNaN(date.getTime()) ? undefined : date;
  }
  return text;
}

/** Node decodes headers as Latin-1, but clients send S3's metadata in them as UTF-8. */
const headerText = (value: string) => Buffer.from(value, 'latin1').toString('utf8');

export function decodeRestXml(operation: OperationSchema, request: AwsRequest, path: S3Path): DecodedRequest {
  const input: Record<string, unknown> = {};
  if (operation.input.isUnitSchema()) return { operation: operation.name, input };
  for (const [name, member] of operation.input.structIterator()) {
    const traits = member.getMergedTraits();
    let value: unknown;
    if (traits.httpLabel) value = name === 'Bucket' ? path.bucket : path.key;
    else if (traits.httpQuery) {
      const text = request.query.get(traits.httpQuery);
      if (text !== null) value = readText(member, text, traits.httpQuery, false);
    } else if (traits.httpHeader) {
      const text = request.headers[traits.httpHeader.toLowerCase()];
      if (text !== undefined) value = readText(member, headerText(text), traits.httpHeader, true);
    } else if (traits.httpPrefixHeaders !== undefined) {
      value = headersWithPrefix(request.headers, traits.httpPrefixHeaders);
    } else if (traits.httpPayload) value = readPayload(member, request.body);
    if (value !== undefined) input[name] = value;
  }
  return { operation: operation.name, input };
}

function headersWithPrefix(
  headers: Record<string, string>,
  prefix: string,
): Record<string, string> | undefined {
  const found = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), headerText(value)] as const);
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

function readPayload(member: NormalizedSchema, body: Buffer): unknown {
  if (member.isBlobSchema()) return body;
  if (member.isStringSchema()) return body.toString('utf8');
  if (body.length === 0) return undefined;
  const text = body.toString('utf8');
  // S3's documents never declare types or entities of their own.
  if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) throw malformedXml();
  try {
    return new XmlShapeDeserializer(settings).read(member, text);
  } catch {
    throw malformedXml();
  }
}

const malformedXml = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

// Root elements whose names are not in the model.
const rootNames: Record<string, string> = {
  GetBucketNotificationConfiguration: 'NotificationConfiguration',
};

export function encodeRestXml(
  service: ServiceModel,
  operation: OperationSchema,
  result: unknown,
  requestId: string,
): AwsResponse {
  const output = (result ?? {}) as Record<string, unknown> & { $status?: number };
  const headers: Record<string, string> = s3Headers(requestId);
  const response: AwsResponse = { status: output.$status ?? operation.http?.[2] ?? 200, headers, body: '' };
  if (operation.output.isUnitSchema()) return response;
  const bodyMembers: Record<string, unknown> = {};
  let hasBodyMembers = false;
  let payload: [NormalizedSchema, unknown] | undefined;
  for (const [name, member] of operation.output.structIterator()) {
    const traits = member.getMergedTraits();
    const value = output[name];
    if (traits.httpPayload) payload = [member, value];
    else if (traits.httpHeader) {
      if (value !== undefined && value !== null)
        headers[traits.httpHeader.toLowerCase()] = writeHeader(member, value);
    } else if (traits.httpPrefixHeaders !== undefined) {
      for (const [key, text] of Object.entries((value ?? {}) as Record<string, string>))
        headers[traits.httpPrefixHeaders + key] = headerBytes(text);
    } else {
      hasBodyMembers = true;
      bodyMembers[name] = value;
    }
  }
  if (operation.name === 'GetBucketLocation') {
    const text = escapeXml(String(output.LocationConstraint ?? ''));
    return withXml(
      response,
      `<LocationConstraint xmlns="${service.xmlNamespace}">${text}</LocationConstraint>`,
    );
  }
  if (payload !== undefined) {
    const [member, value] = payload;
    if (value === undefined || value === null) return response;
    if (member.isBlobSchema() || member.isStringSchema()) {
      response.body = typeof value === 'string' ? value : Buffer.from(value as Uint8Array);
      return response;
    }
    return withXml(response, writeXml(service, member, value, undefined));
  }
  if (!hasBodyMembers || operation.http?.[0] === 'HEAD' || response.status === 204) return response;
  return withXml(response, writeXml(service, operation.output, bodyMembers, rootNames[operation.name]));
}

function writeXml(
  service: ServiceModel,
  schema: NormalizedSchema,
  value: unknown,
  root: string | undefined,
): string {
  const serializer = new XmlShapeSerializer({ ...settings, xmlNamespace: service.xmlNamespace });
  serializer.write(schema, value);
  const xml = serializer.flush().toString();
  if (root === undefined) return xml;
  return xml.replace(/^<[^\s/>]+/, `<${root}`).replace(/<\/[^>]+>$/, `</${root}>`);
}

function writeHeader(member: NormalizedSchema, value: unknown): string {
  if (value instanceof Date) return isIsoTimestamp(member) ? value.toISOString() : value.toUTCString();
  if (Array.isArray(value)) return value.map((item) => writeHeader(member.getValueSchema(), item)).join(',');
  return headerBytes(String(value));
}

/** Text as a header value. Characters that no header can contain (a line break from a presigned query) are removed. */
const headerBytes = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the regular expression removes these characters
  Buffer.from(text.replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ''), 'utf8').toString('latin1');

/** Headers contain HTTP dates, except for the few members whose model specifies ISO timestamps. */
const isIsoTimestamp = (member: NormalizedSchema) => member.getSchema() === isoTimestamp;
const isoTimestamp = 5;

function withXml(response: AwsResponse, xml: string): AwsResponse {
  response.headers['content-type'] = 'application/xml';
  response.body = `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
  return response;
}

/** The headers of every answer of S3. */
export function s3Headers(requestId: string): Record<string, string> {
  return {
    'x-amz-request-id': requestId,
    'x-amz-id-2': Buffer.from(`practice-${requestId}`).toString('base64'),
    server: 'AmazonS3',
  };
}

export function encodeRestXmlError(error: AwsError, request: AwsRequest): AwsResponse {
  const headers = { ...s3Headers(request.requestId), ...error.headers };
  if (request.method === 'HEAD' || error.status === 304) return { status: error.status, headers, body: '' };
  const members = { Code: error.code, Message: error.message, ...error.detail, RequestId: request.requestId };
  const xml = Object.entries({ ...members, HostId: headers['x-amz-id-2'] ?? '' })
    .map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`)
    .join('');
  return withXml({ status: error.status, headers, body: '' }, `<Error>${xml}</Error>`);
}
