import * as codepipeline from '@aws-sdk/client-codepipeline';
import * as connections from '@aws-sdk/client-codestar-connections';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import * as sts from '@aws-sdk/client-sts';
import { NormalizedSchema } from '@smithy/core/schema';

/** The schema constant of a shape, as the SDK's clients export it. */
export type Schema = Parameters<typeof NormalizedSchema.of>[0];

/** One operation of a service's model. */
export interface OperationSchema {
  name: string;
  input: NormalizedSchema;
  output: NormalizedSchema;
  /** Method, path with its literal query, and status of the response. Only REST services have it. */
  http?: [method: string, path: string, status: number];
}

export type Protocol = 'json-1.0' | 'json-1.1' | 'query' | 'rest-xml';

/** A service's protocol, names and operations. Their shapes come from the SDK's client for the service. */
export interface ServiceModel {
  name: string;
  protocol: Protocol;
  /** The name in the credential scope of its signatures. */
  signingName: string;
  /** Last segment of `X-Amz-Target` before the operation (JSON), or `Version` (Query). */
  target: string;
  xmlNamespace: string;
  operations: Map<string, OperationSchema>;
}

// An operation's schema is [9, namespace, name, traits, input, output].
type RawOperation = [9, string, string, number | { http?: [string, string, number] }, Schema, Schema];

function operationsOf(client: object): Map<string, OperationSchema> {
  const operations = new Map<string, OperationSchema>();
  for (const value of Object.values(client)) {
    if (!Array.isArray(value) || value[0] !== 9) continue;
    const [, , name, traits, input, output] = value as RawOperation;
    operations.set(name, {
      name,
      input: NormalizedSchema.of(input),
      output: NormalizedSchema.of(output),
      ...(typeof traits === 'object' && traits.http ? { http: traits.http } : {}),
    });
  }
  return operations;
}

/** Names of a structure's required members. */
export function requiredMembers(schema: NormalizedSchema): string[] {
  const raw = schema.getSchema();
  // A structure's schema lists its required members first and contains their number.
  if (!Array.isArray(raw) || typeof raw[6] !== 'number') return [];
  return (raw[4] as string[]).slice(0, raw[6]);
}

const connectionOperations = operationsOf(connections);

function serviceModel(
  name: string,
  protocol: Protocol,
  target: string,
  operations: Map<string, OperationSchema>,
  xmlNamespace = '',
): ServiceModel {
  return { name, protocol, signingName: name, target, operations, xmlNamespace };
}

/** Every service that the practice account serves, by name. */
export const models: ReadonlyMap<string, ServiceModel> = new Map(
  [
    serviceModel('s3', 'rest-xml', '', operationsOf(s3), 'http://s3.amazonaws.com/doc/2006-03-01/'),
    serviceModel(
      'iam',
      'query',
      '2010-05-08',
      operationsOf(iam),
      'https://iam.amazonaws.com/doc/2010-05-08/',
    ),
    serviceModel(
      'sts',
      'query',
      '2011-06-15',
      operationsOf(sts),
      'https://sts.amazonaws.com/doc/2011-06-15/',
    ),
    serviceModel('codepipeline', 'json-1.1', 'CodePipeline_20150709', operationsOf(codepipeline)),
    // The two connection APIs have the same operations and shapes; only the prefix differs.
    serviceModel('codeconnections', 'json-1.0', 'CodeConnections_20231201', connectionOperations),
    serviceModel('codestar-connections', 'json-1.0', 'CodeStar_connections_20191201', connectionOperations),
  ].map((service) => [service.name, service]),
);
