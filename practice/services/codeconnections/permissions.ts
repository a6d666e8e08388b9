import type { Emulator, Permission, Service } from '../../core/emulator.ts';
import { connectionByArn, readConnectionArn, type ServicePrefix } from './records.ts';

type Tag = { Key?: string; Value?: string };

/**
 * The permission for an action on a connection. Other services need it too, to use a connection that they were passed
 * (`UseConnection`, `PassConnection`). The action has the prefix of the ARN, not of the API in use: a statement for one
 * prefix does not apply to connections of the other.
 */
export function connectionPermission(
  emulator: Pick<Emulator, 'store'>,
  action: string,
  arn: string,
  context: Record<string, string | string[]> = {},
): Permission {
  const prefix: ServicePrefix = readConnectionArn(arn)?.prefix ?? 'codeconnections';
  const tags = Object.entries(connectionByArn(emulator, arn)?.tags ?? {});
  const resourceTags = Object.fromEntries(tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
  return { action: `${prefix}:${action}`, resource: arn, context: { ...resourceTags, ...context } };
}

/** Operation → the permissions that it requires. */
export function permissionsOf(prefix: ServicePrefix): Service['permissions'] {
  return {
    // Neither CreateConnection nor ListConnections has a resource in AWS's table of actions. With `connection/*`, a
    // policy that is limited to the account's connections, as in AWS's own examples, allows CreateConnection.
    CreateConnection: (input, call) => [
      {
        action: `${prefix}:CreateConnection`,
        resource: `arn:aws:${prefix}:${call.region}:${call.caller.accountId}:connection/*`,
        context: {
          ...requestTags(input.Tags),
          ...(typeof input.ProviderType === 'string' && { [`${prefix}:ProviderType`]: input.ProviderType }),
        },
      },
    ],
    ListConnections: (input) => [
      {
        action: `${prefix}:ListConnections`,
        resource: '*',
        ...(typeof input.ProviderTypeFilter === 'string' && {
          context: { [`${prefix}:ProviderTypeFilter`]: input.ProviderTypeFilter },
        }),
      },
    ],
    GetConnection: (input, { emulator }) => onConnection(emulator, 'GetConnection', input.ConnectionArn),
    DeleteConnection: (input, { emulator }) =>
      onConnection(emulator, 'DeleteConnection', input.ConnectionArn),
    ListTagsForResource: (input, { emulator }) =>
      onConnection(emulator, 'ListTagsForResource', input.ResourceArn),
    TagResource: (input, { emulator }) =>
      onConnection(emulator, 'TagResource', input.ResourceArn, requestTags(input.Tags)),
    UntagResource: (input, { emulator }) =>
      onConnection(emulator, 'UntagResource', input.ResourceArn, { 'aws:TagKeys': input.TagKeys ?? [] }),
  };
}

/** A call without an ARN requires no permission: the validation error for the missing member was already thrown. */
function onConnection(
  emulator: Emulator,
  action: string,
  arn: unknown,
  context: Record<string, string | string[]> = {},
): Permission[] {
  return typeof arn === 'string' ? [connectionPermission(emulator, action, arn, context)] : [];
}

/** The tags of a request as condition keys. `evaluate` derives `aws:TagKeys` from them. */
function requestTags(tags: Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value]));
}
