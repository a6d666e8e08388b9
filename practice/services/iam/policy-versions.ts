import type { CreatePolicyVersionCommandInput, ListPolicyVersionsCommandInput } from '@aws-sdk/client-iam';
import { deleteConflict, limitExceeded } from './errors.ts';
import { requireCustomerPolicy, requirePolicy, requireVersion } from './managed-policies.ts';
import type { IamOperations } from './operation.ts';
import { pageOf } from './paging.ts';
import { policyPermissions } from './policies.ts';
import { policies } from './records.ts';
import { requireManagedPolicy, urlEncoded } from './require-policy-documents.ts';
import { versionInList } from './shapes.ts';

type PolicyVersionInput = { PolicyArn?: string; VersionId?: string };

/** IAM's operations on the versions of managed policies. */
export const versionOperations: IamOperations = {
  CreatePolicyVersion: {
    requiredPermissions: ({ PolicyArn }: PolicyVersionInput, call) =>
      policyPermissions('CreatePolicyVersion', call, PolicyArn),
    run: (input: CreatePolicyVersionCommandInput, call) => {
      const { PolicyArn = '', PolicyDocument = '', SetAsDefault = false } = input;
      const policy = requireCustomerPolicy(call, PolicyArn);
      requireManagedPolicy(PolicyDocument);
      if (policy.versions.length >= 5) {
        throw limitExceeded(
          'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
        );
      }
      const lastVersion = policy.lastVersion + 1;
      const version = { id: `v${lastVersion}`, document: PolicyDocument, createdAt: call.now };
      const changed = {
        ...policy,
        versions: [...policy.versions, version],
        lastVersion,
        updatedAt: call.now,
        defaultVersionId: SetAsDefault ? version.id : policy.defaultVersionId,
      };
      policies(call.emulator).set(PolicyArn, changed);
      return { PolicyVersion: versionInList(changed, version) };
    },
  },
  GetPolicyVersion: {
    requiredPermissions: ({ PolicyArn }: PolicyVersionInput, call) =>
      policyPermissions('GetPolicyVersion', call, PolicyArn),
    run: ({ PolicyArn = '', VersionId = '' }: PolicyVersionInput, call) => {
      const policy = requirePolicy(call, PolicyArn);
      const version = requireVersion(policy, VersionId);
      return { PolicyVersion: { Document: urlEncoded(version.document), ...versionInList(policy, version) } };
    },
  },
  ListPolicyVersions: {
    requiredPermissions: ({ PolicyArn }: PolicyVersionInput, call) =>
      policyPermissions('ListPolicyVersions', call, PolicyArn),
    run: (input: ListPolicyVersionsCommandInput, call) => {
      const policy = requirePolicy(call, input.PolicyArn ?? '');
      // Newest first: a higher version has a lower sort key.
      const sortKey = (id: string) => String(1e9 - Number(id.slice(1)));
      const { items, rest } = pageOf(policy.versions, ({ id }) => sortKey(id), input);
      return { Versions: items.map((version) => versionInList(policy, version)), ...rest };
    },
  },
  DeletePolicyVersion: {
    requiredPermissions: ({ PolicyArn }: PolicyVersionInput, call) =>
      policyPermissions('DeletePolicyVersion', call, PolicyArn),
    run: ({ PolicyArn = '', VersionId = '' }: PolicyVersionInput, call) => {
      const policy = requireCustomerPolicy(call, PolicyArn);
      requireVersion(policy, VersionId);
      if (VersionId === policy.defaultVersionId) {
        throw deleteConflict('Cannot delete the default version of a policy.');
      }
      const versions = policy.versions.filter(({ id }) => id !== VersionId);
      policies(call.emulator).set(PolicyArn, { ...policy, versions });
      return {};
    },
  },
  SetDefaultPolicyVersion: {
    requiredPermissions: ({ PolicyArn }: PolicyVersionInput, call) =>
      policyPermissions('SetDefaultPolicyVersion', call, PolicyArn),
    run: ({ PolicyArn = '', VersionId = '' }: PolicyVersionInput, call) => {
      const policy = requireCustomerPolicy(call, PolicyArn);
      requireVersion(policy, VersionId);
      policies(call.emulator).set(PolicyArn, { ...policy, defaultVersionId: VersionId, updatedAt: call.now });
      return {};
    },
  },
};
