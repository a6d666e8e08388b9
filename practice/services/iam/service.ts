import type { Call, Emulator, Permission, Service } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import { accessKeyOperations } from './access-keys.ts';
import { accountOperations } from './account-summary.ts';
import { attachmentOperations } from './attachments.ts';
import { deniedMessage } from './denied-message.ts';
import { inlineOperations } from './inline-policies.ts';
import { withSessionTokenCheck } from './operations.ts';
import { policyOperations } from './policies.ts';
import { versionOperations } from './policy-versions.ts';
import { roleOperations } from './roles.ts';
import { simulateOperations } from './simulate.ts';
import { identityTagOperations, policyTagOperations } from './tagging.ts';
import { userOperations } from './users.ts';

/** IAM: users, roles and policies. IAM is a global service: its records have no region. */
export function iamService(_emulator: Emulator): Service {
  return {
    name: 'iam',
    operations: withSessionTokenCheck({
      ...roleOperations,
      ...userOperations,
      ...inlineOperations,
      ...attachmentOperations,
      ...identityTagOperations,
      ...policyOperations,
      ...policyTagOperations,
      ...versionOperations,
      ...accessKeyOperations,
      ...accountOperations,
      ...simulateOperations,
    }),
    denied: (permission, call) =>
      new AwsError('AccessDenied', deniedMessage(permission, call, resourceLabel(permission, call)), 403),
  };
}

/** The resource in IAM's AccessDenied message: mostly the type and name of an entity, its ARN for some actions. */
function resourceLabel({ action, resource }: Permission, { operation }: Call): string {
  if (action === 'iam:ListPolicies') return 'policy path /';
  const [, kind, name = ''] =
    /^arn:aws:iam::[^:]*:(role|user|policy)\/(?:.*\/)?([^/]*)$/.exec(resource) ?? [];
  if (kind === undefined || /^iam:(Create(Role|User)|List(Roles|Users)|PassRole|Simulate.*)$/.test(action)) {
    return resource;
  }
  if (kind !== 'policy') return `${kind} ${name}`;
  return operation === 'CreatePolicy' ? `policy ${name}` : `policy ${resource}`;
}
