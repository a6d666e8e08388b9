import type { Tag } from '../../../companion/ui/tag.ts';
import type { Aws } from '../aws.ts';

export interface Role {
  RoleName: string;
  Arn: string;
  Path: string;
  CreateDate: string;
  Description?: string;
  MaxSessionDuration?: number;
  AssumeRolePolicyDocument: unknown;
}

export interface InlinePolicy {
  PolicyName: string;
  PolicyDocument: unknown;
}

export interface AttachedPolicy {
  PolicyName: string;
  PolicyArn: string;
}

export interface Policy {
  PolicyName: string;
  Arn: string;
  DefaultVersionId: string;
  AttachmentCount?: number;
  Description?: string;
  CreateDate: string;
  UpdateDate?: string;
}

export interface PolicyVersion {
  VersionId: string;
  IsDefaultVersion: boolean;
  CreateDate: string;
}

type IamTag = { Key: string; Value: string };
export const iamTags = (tags: readonly Tag[]): IamTag[] =>
  tags.map(({ key, value }) => ({ Key: key, Value: value }));
export const consoleTags = (tags: readonly IamTag[] = []): Tag[] =>
  tags.map(({ Key, Value }) => ({ key: Key, value: Value }));

/** Whether AWS manages a policy. Such a policy can be attached, but not changed or deleted. */
export const isAwsManaged = (arn: string): boolean => /^arn:[^:]+:iam::aws:/.test(arn);

export async function inlinePolicyNames(aws: Aws, role: string): Promise<string[]> {
  const { PolicyNames = [] } = await aws<{ PolicyNames?: string[] }>('iam', 'list-role-policies', {
    'role-name': role,
  });
  return PolicyNames;
}

export async function attachedPolicies(aws: Aws, role: string): Promise<AttachedPolicy[]> {
  const { AttachedPolicies = [] } = await aws<{ AttachedPolicies?: AttachedPolicy[] }>(
    'iam',
    'list-attached-role-policies',
    { 'role-name': role },
  );
  return AttachedPolicies;
}

export async function policyVersions(aws: Aws, arn: string): Promise<PolicyVersion[]> {
  const { Versions = [] } = await aws<{ Versions?: PolicyVersion[] }>('iam', 'list-policy-versions', {
    'policy-arn': arn,
  });
  return Versions;
}

/** The document of one version of a managed policy. */
export async function policyDocument(aws: Aws, arn: string, versionId: string): Promise<unknown> {
  const { PolicyVersion } = await aws<{ PolicyVersion: { Document?: unknown } }>(
    'iam',
    'get-policy-version',
    {
      'policy-arn': arn,
      'version-id': versionId,
    },
  );
  return PolicyVersion.Document;
}
