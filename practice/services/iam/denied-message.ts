import type { Call, Permission } from '../../core/emulator.ts';
import { explain } from './evaluate.ts';

/**
 * AWS's message for a denied call: "User: <arn> is not authorized to perform: iam:GetRole on resource:
 * role X because no identity-based policy allows the iam:GetRole action". `resource` is the resource as the service
 * itself names it.
 */
export function deniedMessage(permission: Permission, call: Call, resource = permission.resource): string {
  const { action } = permission;
  const { decision, by } = explain(call.emulator, call.caller, permission, call);
  const reason =
    decision === 'explicitDeny'
      ? `with an explicit deny in ${/^[aeiou]/.test(by) ? 'an' : 'a'} ${by}`
      : `because no ${by} allows the ${action} action`;
  return `User: ${call.caller.arn || 'anonymous'} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}
