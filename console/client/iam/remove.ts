import type { Aws } from '../aws.ts';
import { attachedTo, inlineNames, versionsOf } from './read.ts';

/**
 * Deletes a role as AWS's console does: its inline policies go, managed ones are detached, instance profiles let it
 * go, and then the role itself, which the API refuses before that.
 */
export async function deleteRole(aws: Aws, name: string): Promise<void> {
  const role = { 'role-name': name };
  for (const policy of await inlineNames(aws, name))
    await aws('iam', 'delete-role-policy', { ...role, 'policy-name': policy });
  for (const { PolicyArn } of await attachedTo(aws, name))
    await aws('iam', 'detach-role-policy', { ...role, 'policy-arn': PolicyArn });
  const { InstanceProfiles = [] } = await aws<{ InstanceProfiles?: { InstanceProfileName: string }[] }>(
    'iam',
    'list-instance-profiles-for-role',
    role,
  );
  for (const { InstanceProfileName } of InstanceProfiles)
    await aws('iam', 'remove-role-from-instance-profile', {
      ...role,
      'instance-profile-name': InstanceProfileName,
    });
  await aws('iam', 'delete-role', role);
}

interface Entities {
  PolicyRoles?: { RoleName: string }[];
  PolicyUsers?: { UserName: string }[];
  PolicyGroups?: { GroupName: string }[];
}

/** Whatever a policy is attached to. */
export const entitiesOf = (aws: Aws, arn: string): Promise<Entities> =>
  aws<Entities>('iam', 'list-entities-for-policy', { 'policy-arn': arn });

/** Deletes a customer managed policy as AWS's console does: detached everywhere, its older versions first. */
export async function deletePolicy(aws: Aws, arn: string): Promise<void> {
  const policy = { 'policy-arn': arn };
  const { PolicyRoles = [], PolicyUsers = [], PolicyGroups = [] } = await entitiesOf(aws, arn);
  for (const { RoleName } of PolicyRoles)
    await aws('iam', 'detach-role-policy', { 'role-name': RoleName, ...policy });
  for (const { UserName } of PolicyUsers)
    await aws('iam', 'detach-user-policy', { 'user-name': UserName, ...policy });
  for (const { GroupName } of PolicyGroups)
    await aws('iam', 'detach-group-policy', { 'group-name': GroupName, ...policy });
  for (const { VersionId, IsDefaultVersion } of await versionsOf(aws, arn))
    if (!IsDefaultVersion) await aws('iam', 'delete-policy-version', { ...policy, 'version-id': VersionId });
  await aws('iam', 'delete-policy', policy);
}
