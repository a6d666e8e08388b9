import type { Emulator, Permission, Service } from '../../core/emulator.ts';
import { connectionByArn, readConnectionArn, type ServicePrefix } from './records.ts';

type Tag = { Key?: string; Value?: string };

/**
 * What it takes to do something with a connection, for this service and for others that are handed one
 * (`UseConnection`, `PassConnection`). The action's prefix is that of the ARN, not that of the API in use:
 * a statement for one prefix says nothing about connections of the other.
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

/** Operation → what the caller must be allowed. */
export function permissionsOf(prefix: ServicePrefix): Service['permissions'] {
  return {
    // Neither of the two has a resource in AWS's table of actions; `connection/*` lets a policy that narrows
    // to the account's connections, as AWS's own examples do, allow the making of one.
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

/** A missing ARN asks for nothing: the operation itself refuses it, in the words for a missing member. */
function onConnection(
  emulator: Emulator,
  action: string,
  arn: unknown,
  context: Record<string, string | string[]> = {},
): Permission[] {
  return typeof arn === 'string' ? [connectionPermission(emulator, action, arn, context)] : [];
}

/** The tags that a call gives; `aws:TagKeys` follows from them. */
function requestTags(tags: Tag[] = []): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value]));
}
