import { randomUUID } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-codestar-connections';
import type { Call, Permission } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import type { Operations } from '../../core/operations.ts';
import { connectionPermission } from './permissions.ts';
import {
  type Connection,
  connections,
  connectionsOf,
  readConnectionArn,
  type ServicePrefix,
} from './records.ts';
import { tagList, withoutTags, withTags } from './tags.ts';

/** AWS's quota of connections in an account and region. */
const MAX_CONNECTIONS = 250;
const DEFAULT_PAGE_SIZE = 100;

/** The operations on connections, for the API of one prefix. Hosts, repository links and sync are not served. */
export const operations = (prefix: ServicePrefix) =>
  ({
    CreateConnection: {
      // Neither CreateConnection nor ListConnections has a resource in AWS's table of actions. With `connection/*`, a
      // policy that is limited to the account's connections, as in AWS's own examples, allows CreateConnection.
      permissions: (input, call) => [
        {
          action: `${prefix}:CreateConnection`,
          resource: `arn:aws:${prefix}:${call.region}:${call.caller.accountId}:connection/*`,
          context: {
            ...requestTags(input.Tags),
            ...(typeof input.ProviderType === 'string' && { [`${prefix}:ProviderType`]: input.ProviderType }),
          },
        },
      ],
      run: (input, call) => createConnection(prefix, input, call),
    },
    GetConnection: {
      permissions: (input, call) => onConnection(call, input.ConnectionArn),
      run: ({ ConnectionArn = '' }, call) => ({
        Connection: connectionResponse(requireConnection(ConnectionArn, call)),
      }),
    },
    DeleteConnection: {
      permissions: (input, call) => onConnection(call, input.ConnectionArn),
      run({ ConnectionArn = '' }, call) {
        connections(call.emulator).delete(requireConnection(ConnectionArn, call).arn);
        return {};
      },
    },
    ListConnections: {
      permissions: (input) => [
        {
          action: `${prefix}:ListConnections`,
          resource: '*',
          ...(typeof input.ProviderTypeFilter === 'string' && {
            context: { [`${prefix}:ProviderTypeFilter`]: input.ProviderTypeFilter },
          }),
        },
      ],
      run: listConnections,
    },
    TagResource: {
      permissions: (input, call) => onConnection(call, input.ResourceArn, requestTags(input.Tags)),
      run({ ResourceArn = '', Tags = [] }, call) {
        const connection = requireConnection(ResourceArn, call);
        const tags = withTags(connection.tags, Tags);
        connections(call.emulator).set(connection.arn, { ...connection, tags });
        return {};
      },
    },
    UntagResource: {
      permissions: (input, call) =>
        onConnection(call, input.ResourceArn, { 'aws:TagKeys': input.TagKeys ?? [] }),
      run({ ResourceArn = '', TagKeys = [] }, call) {
        const connection = requireConnection(ResourceArn, call);
        const tags = withoutTags(connection.tags, TagKeys);
        connections(call.emulator).set(connection.arn, { ...connection, tags });
        return {};
      },
    },
    ListTagsForResource: {
      permissions: (input, call) => onConnection(call, input.ResourceArn),
      run: ({ ResourceArn = '' }, call) => ({ Tags: tagList(requireConnection(ResourceArn, call).tags) }),
    },
  }) satisfies Operations<typeof sdk>;

/** A call without an ARN requires no permission: the validation error for the missing member was already thrown. */
function onConnection(
  { emulator, operation }: Call,
  arn: string | undefined,
  context: Permission['context'] = {},
): Permission[] {
  return typeof arn === 'string' ? [connectionPermission(emulator, operation, arn, context)] : [];
}

/** The tags of a request as condition keys. `evaluate` derives `aws:TagKeys` from them. */
function requestTags(tags: sdk.Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value]));
}

/**
 * Creates a PENDING connection, as the API always does. A name that is already in use is accepted. The model describes
 * names as unique but declares no error for a second one, and accounts with two connections of one name were seen.
 */
function createConnection(
  prefix: ServicePrefix,
  input: sdk.CreateConnectionInput,
  call: Call,
): sdk.CreateConnectionOutput {
  const { region, emulator } = call;
  const { accountId } = call.caller;
  if (input.HostArn !== undefined) throw hostNotFound(input.HostArn);
  if (input.ProviderType === undefined) {
    throw new AwsError('ValidationException', 'Either ProviderType or HostArn must be provided.');
  }
  if (input.ProviderType === 'GitHubEnterpriseServer' || input.ProviderType === 'GitLabSelfManaged') {
    throw new AwsError('ValidationException', `HostArn is required for provider type ${input.ProviderType}.`);
  }
  const existing = connectionsOf(emulator, { accountId, region });
  if (existing.length >= MAX_CONNECTIONS) {
    throw new AwsError(
      'LimitExceededException',
      `You have reached the maximum number of connections (${MAX_CONNECTIONS}).`,
    );
  }
  const connection: Connection = {
    arn: `arn:aws:${prefix}:${region}:${accountId}:connection/${randomUUID()}`,
    name: input.ConnectionName ?? '',
    accountId,
    region,
    providerType: input.ProviderType,
    status: 'PENDING',
    tags: withTags({}, input.Tags),
    createdAt: call.now,
    order: (existing.at(-1)?.order ?? 0) + 1,
  };
  connections(emulator).set(connection.arn, connection);
  return { ConnectionArn: connection.arn, Tags: tagList(connection.tags) };
}

/** Either API lists the connections of both, since both belong to one service and teardown must not miss any. */
function listConnections(input: sdk.ListConnectionsInput, call: Call): sdk.ListConnectionsOutput {
  const { ProviderTypeFilter: provider, HostArnFilter: host, NextToken: token } = input;
  const after = token === undefined ? 0 : readToken(token);
  const rest = connectionsOf(call.emulator, { accountId: call.caller.accountId, region: call.region })
    .filter((one) => one.order > after && host === undefined)
    .filter((one) => provider === undefined || one.providerType === provider);
  const size = input.MaxResults || DEFAULT_PAGE_SIZE;
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return {
    Connections: page.map(connectionResponse),
    ...(last !== undefined && rest.length > size && { NextToken: writeToken(last.order) }),
  };
}

/**
 * The connection. Throws the same error for another account's or region's connection as for one that does not exist.
 */
function requireConnection(arn: string, call: Call): Connection {
  const connection = connections(call.emulator).get(arn);
  const isOwn = connection?.accountId === call.caller.accountId && connection.region === call.region;
  if (connection !== undefined && isOwn) return connection;
  const noun = readConnectionArn(arn) === undefined ? 'Resource' : 'Connection';
  throw new AwsError('ResourceNotFoundException', `${noun} ${arn} not found`);
}

function hostNotFound(arn: string): AwsError {
  return new AwsError(
    'ResourceNotFoundException',
    `Host ${arn} not found. The practice account has no hosts: make a GitHub connection with ProviderType GitHub.`,
  );
}

function connectionResponse(connection: Connection): sdk.Connection {
  return {
    ConnectionName: connection.name,
    ConnectionArn: connection.arn,
    ProviderType: connection.providerType as sdk.ProviderType,
    OwnerAccountId: connection.accountId,
    ConnectionStatus: connection.status,
  };
}

function writeToken(order: number): string {
  return Buffer.from(`after:${order}`).toString('base64url');
}

function readToken(token: string): number {
  const order = /^after:(\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (order === undefined) throw new AwsError('ValidationException', 'The NextToken is not valid.');
  return Number(order);
}
