import { deleteConflict, limitExceeded } from './errors.ts';
import { requireCustomerPolicy, requirePolicy, requireVersion } from './managed-policies.ts';
import type { IamOperations } from './operations.ts';
import { pageOf } from './paging.ts';
import { policyPermissions } from './policies.ts';
import { policies } from './records.ts';
import { requireManagedPolicy, urlEncoded } from './require-policy-documents.ts';
import { versionInList } from './shapes.ts';

/** IAM's operations on the versions of managed policies. */
export const versionOperations = {
  CreatePolicyVersion: {
    permissions: ({ PolicyArn }, call) => policyPermissions(call, PolicyArn),
    run: (input, call) => {
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
    permissions: ({ PolicyArn }, call) => policyPermissions(call, PolicyArn),
    run: ({ PolicyArn = '', VersionId = '' }, call) => {
      const policy = requirePolicy(call, PolicyArn);
      const version = requireVersion(policy, VersionId);
      return { PolicyVersion: { Document: urlEncoded(version.document), ...versionInList(policy, version) } };
    },
  },
  ListPolicyVersions: {
    permissions: ({ PolicyArn }, call) => policyPermissions(call, PolicyArn),
    run: (input, call) => {
      const policy = requirePolicy(call, input.PolicyArn ?? '');
      // Newest first: a higher version has a lower sort key.
      const sortKey = (id: string) => String(1e9 - Number(id.slice(1)));
      const { items, rest } = pageOf(policy.versions, ({ id }) => sortKey(id), input);
      return { Versions: items.map((version) => versionInList(policy, version)), ...rest };
    },
  },
  DeletePolicyVersion: {
    permissions: ({ PolicyArn }, call) => policyPermissions(call, PolicyArn),
    run: ({ PolicyArn = '', VersionId = '' }, call) => {
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
    permissions: ({ PolicyArn }, call) => policyPermissions(call, PolicyArn),
    run: ({ PolicyArn = '', VersionId = '' }, call) => {
      const policy = requireCustomerPolicy(call, PolicyArn);
      requireVersion(policy, VersionId);
      policies(call.emulator).set(PolicyArn, { ...policy, defaultVersionId: VersionId, updatedAt: call.now });
      return {};
    },
  },
} satisfies IamOperations;
