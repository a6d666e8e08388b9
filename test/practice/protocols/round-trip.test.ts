import { Readable } from 'node:stream';
import * as codepipeline from '@aws-sdk/client-codepipeline';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import type { AwsRequest, AwsResponse } from '../../../practice/protocols/http-message.ts';
import { decodeJson, encodeJson } from '../../../practice/protocols/json.ts';
import { decodeQuery, encodeQuery } from '../../../practice/protocols/query.ts';
import { decodeRestXml, encodeRestXml, s3Path } from '../../../practice/protocols/rest-xml.ts';
import { routeS3 } from '../../../practice/protocols/s3-router.ts';
import { models, type OperationSchema, type ServiceModel } from '../../../practice/protocols/schemas.ts';
import { plain, sample } from './samples.ts';

// Every operation of every service with the SDK's own client. The emulator must read what the client was given, and the
// client must read what the emulator returns. No operation is left out manually.

type AnyClient = { send(command: unknown): Promise<Record<string, unknown>>; destroy(): void };
type Sent = { request: AwsRequest; answer: (request: AwsRequest) => AwsResponse };

function clientOf(Client: new (config: never) => unknown, state: Partial<Sent>): AnyClient {
  return new Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'AKIAPRACTICE00000000', secretAccessKey: 'secret' },
    requestHandler: {
      async handle(request: {
        method: string;
        path: string;
        query: Record<string, string | string[]>;
        headers: Record<string, string>;
        body?: unknown;
      }) {
        const query = new URLSearchParams();
        for (const [name, value] of Object.entries(request.query ?? {}))
          for (const item of [value].flat()) query.append(name, item ?? '');
        const wire: AwsRequest = {
          method: request.method,
          target: `${request.path}?${query}`,
          path: request.path,
          query,
          headers: Object.fromEntries(
            Object.entries(request.headers).map(([k, v]) => [k.toLowerCase(), String(v)]),
          ),
          body: Buffer.from((request.body as string | Uint8Array | undefined) ?? ''),
          requestId: 'id',
        };
        state.request = wire;
        if (state.answer === undefined) throw new Error('no answer was prepared');
        const { status, headers, body } = state.answer(wire);
        return { response: { statusCode: status, headers, body: Readable.from([Buffer.from(body)]) } };
      },
    },
  } as never) as AnyClient;
}

function commandOf(module: object, name: string, input: unknown): unknown {
  const Command = (module as Record<string, new (input: unknown) => unknown>)[`${name}Command`];
  if (Command === undefined) throw new Error(`no command ${name}`);
  return new Command(input);
}

const bare = (answer: Record<string, unknown>) => {
  const { $metadata: _, ...rest } = answer;
  return rest;
};

function rpcCases(service: ServiceModel): OperationSchema[] {
  return [...service.operations.values()];
}

describe.each([
  ['sts', sts, sts.STSClient],
  ['iam', iam, iam.IAMClient],
  ['codepipeline', codepipeline, codepipeline.CodePipelineClient],
] as const)('%s', (name, module, Client) => {
  const service = models.get(name) as ServiceModel;
  const isQuery = service.protocol === 'query';
  it.each(rpcCases(service).map((operation) => [operation.name, operation] as const))(
    '%s: its input and its output survive the protocol',
    async (_name, operation) => {
      const input = operation.input.isUnitSchema() ? {} : sample(operation.input);
      const output = operation.output.isUnitSchema() ? undefined : sample(operation.output);
      const state: Partial<Sent> = {
        answer: () => (isQuery ? encodeQuery : encodeJson)(service, operation, output, 'id'),
      };
      const client = clientOf(Client as never, state);
      const answer = await client.send(commandOf(module, operation.name, input));
      const decoded = (isQuery ? decodeQuery : decodeJson)(operation, state.request as AwsRequest);
      expect(decoded.input).toEqual(input);
      expect(bare(answer)).toEqual(output ?? {});
      client.destroy();
    },
  );
});

// Their input or output is an event stream, their host is not S3's, or their body is signed by the client.
const notOverThisWire = ['SelectObjectContent', 'WriteGetObjectResponse', 'ListDirectoryBuckets'];

describe('s3', () => {
  const service = models.get('s3') as ServiceModel;
  const operations = [...service.operations.values()].filter(({ name }) => !notOverThisWire.includes(name));

  it.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s: the request is routed to its operation, bucket and key',
    async (_name, operation) => {
      const input = plain(sample(operation.input)) as Record<string, unknown>;
      // Members that the client changes, or that exclude each other.
      for (const member of Object.keys(input))
        if (/^(Checksum|SSECustomer|CopySourceSSE|ContentMD5|ContentLength|MFA|RequestPayer)/.test(member))
          delete input[member];
      if ('Bucket' in input) input.Bucket = 'a-bucket';
      if ('Key' in input) input.Key = 'a folder/ü+1';
      const state: Partial<Sent> = { answer: () => ({ status: 200, headers: {}, body: '' }) };
      const client = clientOf(s3.S3Client as never, state);
      // The client may reject the empty answer: only the request matters.
      await client.send(commandOf(s3, operation.name, input)).catch(() => undefined);
      const request = state.request as AwsRequest;
      const path = s3Path(request);
      const found = routeS3(request.method, path.bucket, path.key, request.query, request.headers);
      expect(found?.name).toBe(operation.name);
      expect(path).toEqual({ bucket: input.Bucket, key: input.Key, isByHost: false });
      const decoded = decodeRestXml(operation, request, path).input;
      expect(Object.keys(decoded).length).toBeGreaterThanOrEqual('Bucket' in input ? 1 : 0);
      client.destroy();
    },
  );

  it.each([
    ['ListObjectVersions', { Bucket: 'b', Prefix: 'p &', KeyMarker: 'k', MaxKeys: 5, EncodingType: 'url' }],
    [
      'DeleteObjects',
      { Bucket: 'b', Delete: { Objects: [{ Key: 'a&<>', VersionId: 'v' }, { Key: 'ü 1' }], Quiet: true } },
    ],
    ['PutBucketVersioning', { Bucket: 'b', VersioningConfiguration: { Status: 'Enabled' } }],
    ['PutBucketTagging', { Bucket: 'b', Tagging: { TagSet: [{ Key: 'lab', Value: 'codepipeline-lab' }] } }],
    ['CreateBucket', { Bucket: 'b', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }],
    ['PutBucketPolicy', { Bucket: 'b', Policy: '{"Version":"2012-10-17"}' }],
    [
      'GetObject',
      { Bucket: 'b', Key: 'k', VersionId: 'v', Range: 'bytes=0-4', IfModifiedSince: new Date(0) },
    ],
  ])('%s: its input survives the protocol', async (name, input) => {
    const operation = service.operations.get(name) as OperationSchema;
    const state: Partial<Sent> = { answer: () => ({ status: 200, headers: {}, body: '' }) };
    const client = clientOf(s3.S3Client as never, state);
    await client.send(commandOf(s3, name, input)).catch(() => undefined);
    const request = state.request as AwsRequest;
    const decoded = decodeRestXml(operation, request, s3Path(request)).input;
    expect(decoded).toMatchObject(input);
    client.destroy();
  });

  const answered = operations.filter(({ output }) => !output.isUnitSchema());
  it.each(answered.map((operation) => [operation.name, operation] as const))(
    '%s: the client reads its output unchanged',
    async (_name, operation) => {
      const output = sample(operation.output) as Record<string, unknown>;
      for (const [name, member] of operation.output.structIterator()) {
        const { httpHeader, httpPrefixHeaders } = member.getMergedTraits();
        if (httpHeader || httpPrefixHeaders !== undefined) output[name] = plain(output[name]);
        // The client would verify checksums against a body that they do not match.
        if (/^Checksum/.test(name)) delete output[name];
      }
      // The client returns this one as text, while the emulator has a date.
      delete output.Expires;
      delete output.ExpiresString;
      const stream = output.Body;
      const input = plain(sample(operation.input)) as Record<string, unknown>;
      for (const member of Object.keys(input))
        if (/^(Checksum|SSECustomer|CopySourceSSE|ContentMD5|ContentLength)/.test(member))
          delete input[member];
      const state: Partial<Sent> = { answer: () => encodeRestXml(service, operation, output, 'id') };
      const client = clientOf(s3.S3Client as never, state);
      const answer = bare(await client.send(commandOf(s3, operation.name, { ...input, Bucket: 'a-bucket' })));
      if (stream !== undefined) {
        const body = answer.Body as { transformToByteArray(): Promise<Uint8Array> };
        expect(Buffer.from(await body.transformToByteArray())).toEqual(Buffer.from(stream as Uint8Array));
        delete answer.Body;
        delete output.Body;
      }
      expect(answer).toEqual(output);
      client.destroy();
    },
  );
});
