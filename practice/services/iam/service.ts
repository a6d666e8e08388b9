import { AwsError } from '../../core/errors.ts';
import type { Call, Permission, Service, World } from '../../core/world.ts';
import { accessKeyOperations } from './access-keys.ts';
import { accountOperations } from './account.ts';
import { attachmentOperations } from './attachments.ts';
import { deniedMessage } from './denied.ts';
import { roleKind, userKind } from './identities.ts';
import { inlineOperations } from './inline.ts';
import { tablesOf } from './operation.ts';
import { policyOperations } from './policies.ts';
import { roleOperations } from './roles.ts';
import { simulateOperations } from './simulate.ts';
import { identityTagOperations, policyTagOperations } from './tagging.ts';
import { userOperations } from './users.ts';
import { versionOperations } from './versions.ts';

/** IAM: users, roles, policies. Global: nothing in it knows a region. */
export function iamService(_world: World): Service {
  return {
    name: 'iam',
    ...tablesOf({
      ...roleOperations,
      ...userOperations,
      ...inlineOperations(roleKind),
      ...inlineOperations(userKind),
      ...attachmentOperations(roleKind),
      ...attachmentOperations(userKind),
      ...identityTagOperations(roleKind),
      ...identityTagOperations(userKind),
      ...policyOperations,
      ...policyTagOperations,
      ...versionOperations,
      ...accessKeyOperations,
      ...accountOperations,
      ...simulateOperations,
    }),
    denied: (permission, call) =>
      new AwsError('AccessDenied', deniedMessage(permission, call, resourceWords(permission, call)), 403),
  };
}

/** IAM names an entity that it was asked for by its kind and name, and one that it would make by its ARN. */
function resourceWords({ action, resource }: Permission, { operation }: Call): string {
  if (action === 'iam:ListPolicies') return 'policy path /';
  const [, kind, name = ''] =
    /^arn:aws:iam::[^:]*:(role|user|policy)\/(?:.*\/)?([^/]*)$/.exec(resource) ?? [];
  if (kind === undefined || /^iam:(Create(Role|User)|List(Roles|Users)|PassRole|Simulate.*)$/.test(action)) {
    return resource;
  }
  if (kind !== 'policy') return `${kind} ${name}`;
  return operation === 'CreatePolicy' ? `policy ${name}` : `policy ${resource}`;
}
