import type { Emulator, Permission } from '../../core/emulator.ts';
import { connectionByArn, readConnectionArn, type ServicePrefix } from './records.ts';

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
