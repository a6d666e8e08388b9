import type { Call } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import { awsManaged } from './aws-managed.ts';
import { noSuchEntity } from './errors.ts';
import { listIdentities, roleType, userType } from './identities.ts';
import { type PolicyRecord, policies } from './records.ts';

/** The creation date of all of AWS's managed policies. A constant, so that responses do not change. */
const awsPolicyCreatedAt = Date.UTC(2015, 1, 6, 18, 40);

/** A managed policy that the caller's account can attach: its own, or AWS's. Undefined when there is none. */
export function findPolicy(call: Call, arn: string): PolicyRecord | undefined {
  const found = policies(call.emulator).get(arn);
  return found?.accountId === call.caller.accountId ? found : awsPolicy(arn);
}

/** A managed policy by ARN. Throws NoSuchEntity. */
export function requirePolicy(call: Call, arn: string): PolicyRecord {
  const found = findPolicy(call, arn);
  if (found === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return found;
}

/** A managed policy that the caller's account owns. Throws AccessDenied for AWS's own, which cannot be changed. */
export function requireCustomerPolicy(call: Call, arn: string): PolicyRecord {
  if (awsManaged.has(arn)) {
    throw new AwsError(
      'AccessDenied',
      `User: ${call.caller.arn} is not authorized to perform: iam:${call.operation} on resource: policy ${arn}`,
      403,
    );
  }
  return requirePolicy(call, arn);
}

/** A version of a managed policy. Throws NoSuchEntity. */
export function requireVersion(policy: PolicyRecord, versionId: string): PolicyRecord['versions'][number] {
  const version = policy.versions.find(({ id }) => id === versionId);
  if (version === undefined) {
    throw noSuchEntity(`Policy ${policy.arn} version ${versionId} does not exist or is not attachable.`);
  }
  return version;
}

/** Throws unless `arn` can be a permissions boundary: it must name an existing managed policy. */
export function requireBoundary(call: Call, arn: string): void {
  if (!/^arn:[\w-]+:iam::(\d{12}|aws):policy\/.+/.test(arn)) {
    throw new AwsError('ValidationError', `Value (${arn}) for parameter PermissionsBoundary is invalid.`);
  }
  if (findPolicy(call, arn) === undefined) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
}

/** The managed policies that the caller's account can attach. */
export function allPolicies(call: Call, scope: string): PolicyRecord[] {
  const customerManaged = [...policies(call.emulator).values()].filter(
    ({ accountId }) => accountId === call.caller.accountId,
  );
  const awsPolicies = [...awsManaged.keys()].flatMap((arn) => awsPolicy(arn) ?? []);
  return [...(scope === 'AWS' ? [] : customerManaged), ...(scope === 'Local' ? [] : awsPolicies)];
}

/** How many identities of the caller's account have a managed policy attached, and how many have it as a boundary. */
export function policyUsage(call: Call, arn: string): { attached: number; boundary: number } {
  const identities = [...listIdentities(roleType, call), ...listIdentities(userType, call)];
  return {
    attached: identities.filter(({ attached }) => attached.includes(arn)).length,
    boundary: identities.filter(({ boundary }) => boundary === arn).length,
  };
}

function awsPolicy(arn: string): PolicyRecord | undefined {
  const policy = awsManaged.get(arn);
  if (policy === undefined) return undefined;
  return {
    accountId: 'aws',
    name: policy.name,
    id: `ANPAI${Buffer.from(policy.name).toString('hex').toUpperCase().padEnd(16, 'A').slice(-16)}`,
    arn,
    path: policy.path,
    description: policy.description,
    createdAt: awsPolicyCreatedAt,
    updatedAt: awsPolicyCreatedAt,
    versions: [{ id: 'v1', document: policy.document, createdAt: awsPolicyCreatedAt }],
    defaultVersionId: 'v1',
    lastVersion: 1,
    tags: {},
  };
}
