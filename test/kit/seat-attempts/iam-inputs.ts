import { seatNames } from '../../../checker/lab/lab.ts';
import { type AttemptContext, administrator, anything, type Inputs, trust } from './attempt-context.ts';

export const iamInputs = ({ neighbor, seat, own, ownSeat }: AttemptContext): Inputs => {
  const RoleName = neighbor.names.role;
  const names = seatNames(seat);
  const ownNames = seatNames(ownSeat);
  const UserName = names.identity;
  const arn = (name: string) => `arn:aws:iam::${neighbor.practice.accountId}:policy/${name}`;
  const PolicyArn = arn(names.boundary);
  const ownBoundary = arn(ownNames.boundary);
  const inline = { PolicyName: neighbor.names.policy, PolicyDocument: anything };
  const Tags = [{ Key: 'seat', Value: ownSeat }];
  const user = { UserName: ownNames.identity };
  const ownRole = { RoleName: own.names.role };
  return {
    CreateRole: [
      { RoleName, AssumeRolePolicyDocument: trust, PermissionsBoundary: ownBoundary },
      { ...ownRole, AssumeRolePolicyDocument: trust },
      { ...ownRole, AssumeRolePolicyDocument: trust, PermissionsBoundary: PolicyArn },
      { ...ownRole, AssumeRolePolicyDocument: trust, PermissionsBoundary: administrator },
    ],
    GetRole: { RoleName },
    DeleteRole: { RoleName },
    UpdateRole: { RoleName },
    UpdateRoleDescription: { RoleName, Description: 'x' },
    UpdateAssumeRolePolicy: [
      { RoleName, PolicyDocument: trust },
      { ...ownRole, PolicyDocument: trust },
    ],
    CreateUser: { UserName: 'somebody' },
    GetUser: { UserName },
    DeleteUser: { UserName },
    PutRolePolicy: { RoleName, ...inline },
    GetRolePolicy: { RoleName, PolicyName: inline.PolicyName },
    ListRolePolicies: { RoleName },
    DeleteRolePolicy: { RoleName, PolicyName: inline.PolicyName },
    PutUserPolicy: [
      { UserName, ...inline },
      { ...user, ...inline },
    ],
    GetUserPolicy: { UserName, PolicyName: 'x' },
    ListUserPolicies: { UserName },
    DeleteUserPolicy: { UserName, PolicyName: 'x' },
    AttachRolePolicy: [
      { RoleName, PolicyArn: administrator },
      { ...ownRole, PolicyArn: administrator },
    ],
    DetachRolePolicy: { RoleName, PolicyArn },
    ListAttachedRolePolicies: { RoleName },
    PutRolePermissionsBoundary: [
      { RoleName, PermissionsBoundary: ownBoundary },
      { ...ownRole, PermissionsBoundary: administrator },
    ],
    DeleteRolePermissionsBoundary: [{ RoleName }, ownRole],
    AttachUserPolicy: [
      { UserName, PolicyArn: administrator },
      { ...user, PolicyArn: administrator },
    ],
    DetachUserPolicy: [
      { UserName, PolicyArn: arn(names.policy) },
      { ...user, PolicyArn: arn(ownNames.policy) },
    ],
    ListAttachedUserPolicies: { UserName },
    PutUserPermissionsBoundary: { UserName, PermissionsBoundary: ownBoundary },
    DeleteUserPermissionsBoundary: { UserName },
    TagRole: { RoleName, Tags },
    UntagRole: { RoleName, TagKeys: ['seat'] },
    ListRoleTags: { RoleName },
    TagUser: { UserName, Tags },
    UntagUser: { UserName, TagKeys: ['seat'] },
    ListUserTags: { UserName },
    CreatePolicy: { PolicyName: 'anything', PolicyDocument: anything },
    GetPolicy: { PolicyArn },
    DeletePolicy: [{ PolicyArn }, { PolicyArn: ownBoundary }, { PolicyArn: arn(ownNames.policy) }],
    ListEntitiesForPolicy: { PolicyArn },
    TagPolicy: { PolicyArn, Tags },
    UntagPolicy: { PolicyArn, TagKeys: ['seat'] },
    ListPolicyTags: { PolicyArn },
    CreatePolicyVersion: [PolicyArn, ownBoundary, arn(ownNames.policy)].map((one) => ({
      PolicyArn: one,
      PolicyDocument: anything,
      SetAsDefault: true,
    })),
    GetPolicyVersion: { PolicyArn, VersionId: 'v1' },
    ListPolicyVersions: { PolicyArn },
    DeletePolicyVersion: { PolicyArn, VersionId: 'v1' },
    SetDefaultPolicyVersion: { PolicyArn, VersionId: 'v1' },
    CreateAccessKey: { UserName },
    ListAccessKeys: { UserName },
    UpdateAccessKey: { UserName, AccessKeyId: 'AKIAPRACTICE00000000', Status: 'Inactive' },
    DeleteAccessKey: { UserName, AccessKeyId: 'AKIAPRACTICE00000000' },
    ListInstanceProfilesForRole: { RoleName },
    ListGroupsForUser: { UserName },
    SimulatePrincipalPolicy: {
      PolicySourceArn: `arn:aws:iam::${neighbor.practice.accountId}:user/${UserName}`,
      ActionNames: ['s3:GetObject'],
    },
  };
};
