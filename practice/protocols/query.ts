import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest, AwsResponse, DecodedRequest } from './http-message.ts';
import type { OperationSchema, ServiceModel } from './schemas.ts';
import { escapeXml } from './xml.ts';

/** The parameters of a Query request by name. Finding one takes the same time however many there are. */
type Form = ReadonlyMap<string, string>;

/** Reads a value of the Query protocol: `Tags.member.1.Key=lab` and the like. */
function read(schema: NormalizedSchema, form: Form, prefix: string): unknown {
  if (schema.isStructSchema()) {
    const value: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const key = member.getMergedTraits().xmlName ?? name;
      const found = read(member, form, prefix ? `${prefix}.${key}` : key);
      if (found !== undefined) value[name] = found;
    }
    return prefix === '' || Object.keys(value).length > 0 ? value : undefined;
  }
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    const traits = schema.getMergedTraits();
    const step = traits.xmlFlattened ? prefix : `${prefix}.${item.getMergedTraits().xmlName ?? 'member'}`;
    return (
      readIndexed((index) => read(item, form, `${step}.${index}`)) ?? (form.has(prefix) ? [] : undefined)
    );
  }
  if (schema.isMapSchema()) {
    const pairs = readIndexed((index) => {
      const key = form.get(`${prefix}.entry.${index}.key`);
      if (key === undefined) return undefined;
      return [key, read(schema.getValueSchema(), form, `${prefix}.entry.${index}.value`)];
    });
    return pairs === undefined ? undefined : Object.fromEntries(pairs as [string, unknown][]);
  }
  const text = form.get(prefix);
  return text === undefined ? undefined : readSimple(schema, text, prefix);
}

function readIndexed(readOne: (index: number) => unknown): unknown[] | undefined {
  const values: unknown[] = [];
  for (let index = 1; ; index++) {
    const value = readOne(index);
    if (value === undefined) break;
    values.push(value);
  }
  return values.length > 0 ? values : undefined;
}

function readSimple(schema: NormalizedSchema, text: string, name: string): unknown {
  const malformed = () => new AwsError('MalformedInput', `${text} is not a valid value for ${name}`);
  if (schema.isBooleanSchema()) {
    if (text !== 'true' && text !== 'false') throw malformed();
    return text === 'true';
  }
  if (schema.isNumericSchema()) {
    if (text.trim() === '' || !Number.isFinite(Number(text))) throw malformed();
    return Number(text);
  }
  if (schema.isTimestampSchema()) {
    const date = new Date(text);
    if (Number.isNaN(date.getTime())) throw malformed();
    return date;
  }
  if (schema.isBlobSchema()) return Buffer.from(text, 'base64');
  return text;
}

/** A Query request's parameters: its form body, or the query string of a GET. The first of several values is used. */
export function formOf(request: AwsRequest): Form {
  const parameters =
    request.method === 'GET' ? request.query : new URLSearchParams(request.body.toString('utf8'));
  const form = new Map<string, string>();
  for (const [name, value] of parameters) if (!form.has(name)) form.set(name, value);
  return form;
}

export function decodeQuery(operation: OperationSchema, request: AwsRequest): DecodedRequest {
  const input = operation.input.isUnitSchema() ? {} : read(operation.input, formOf(request), '');
  return { operation: operation.name, input: input as Record<string, unknown> };
}

export function encodeQuery(
  service: ServiceModel,
  operation: OperationSchema,
  output: unknown,
  requestId: string,
): AwsResponse {
  let result = '';
  if (!operation.output.isUnitSchema()) {
    const serializer = new XmlShapeSerializer({
      timestampFormat: { useTrait: true, default: 5 },
      xmlNamespace: '',
      serviceNamespace: '',
    });
    serializer.write(operation.output, output ?? {});
    // The serializer names the root after the output's shape; Query's root is named after the operation.
    result = serializer
      .flush()
      .toString()
      .replace(/^<[^\s/>]+/, `<${operation.name}Result`);
    result = result.replace(/<\/[^>]+>$/, `</${operation.name}Result>`);
  }
  return {
    status: 200,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
    body:
      `<${operation.name}Response xmlns="${service.xmlNamespace}">${result}` +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation.name}Response>`,
  };
}

export function encodeQueryError(service: ServiceModel, error: AwsError, requestId: string): AwsResponse {
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  return {
    status: error.status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId, ...error.headers },
    body:
      `<ErrorResponse xmlns="${service.xmlNamespace}"><Error><Type>${type}</Type>` +
      `<Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message></Error>` +
      `<RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
}
