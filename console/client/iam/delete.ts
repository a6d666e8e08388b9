import type { Aws } from '../aws.ts';
import { attachedPolicies, inlinePolicyNames, policyVersions } from './read.ts';

/**
 * Deletes a role as AWS's console does. It first deletes the inline policies, detaches the managed ones and removes the
 * role from instance profiles, since the API rejects the deletion before that.
 */
export async function deleteRole(aws: Aws, name: string): Promise<void> {
  const role = { 'role-name': name };
  for (const policy of await inlinePolicyNames(aws, name))
    await aws('iam', 'delete-role-policy', { ...role, 'policy-name': policy });
  for (const { PolicyArn } of await attachedPolicies(aws, name))
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

interface PolicyEntities {
  PolicyRoles?: { RoleName: string }[];
  PolicyUsers?: { UserName: string }[];
  PolicyGroups?: { GroupName: string }[];
}

/** The roles, users and groups that a policy is attached to. */
export const policyEntities = (aws: Aws, arn: string): Promise<PolicyEntities> =>
  aws<PolicyEntities>('iam', 'list-entities-for-policy', { 'policy-arn': arn });

/** Deletes a customer managed policy as AWS's console does, after detaching it and deleting its other versions. */
export async function deletePolicy(aws: Aws, arn: string): Promise<void> {
  const policy = { 'policy-arn': arn };
  const { PolicyRoles = [], PolicyUsers = [], PolicyGroups = [] } = await policyEntities(aws, arn);
  for (const { RoleName } of PolicyRoles)
    await aws('iam', 'detach-role-policy', { 'role-name': RoleName, ...policy });
  for (const { UserName } of PolicyUsers)
    await aws('iam', 'detach-user-policy', { 'user-name': UserName, ...policy });
  for (const { GroupName } of PolicyGroups)
    await aws('iam', 'detach-group-policy', { 'group-name': GroupName, ...policy });
  for (const { VersionId, IsDefaultVersion } of await policyVersions(aws, arn))
    if (!IsDefaultVersion) await aws('iam', 'delete-policy-version', { ...policy, 'version-id': VersionId });
  await aws('iam', 'delete-policy', policy);
}
