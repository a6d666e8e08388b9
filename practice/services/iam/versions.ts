import type { CreatePolicyVersionCommandInput, ListPolicyVersionsCommandInput } from '@aws-sdk/client-iam';
import { demandManagedPolicy, encoded } from './documents.ts';
import { deleteConflict, limitExceeded } from './faults.ts';
import { demandOwnPolicy, demandPolicy, demandVersion } from './managed.ts';
import type { Entries } from './operation.ts';
import { pageOf } from './paging.ts';
import { askPolicy } from './policies.ts';
import { policies } from './records.ts';
import { versionInList } from './shapes.ts';

type OfVersion = { PolicyArn?: string; VersionId?: string };

/** IAM's operations on the versions of managed policies. */
export const versionOperations: Entries = {
  CreatePolicyVersion: {
    asks: ({ PolicyArn }: OfVersion, call) => askPolicy('CreatePolicyVersion', call, PolicyArn),
    run: (input: CreatePolicyVersionCommandInput, call) => {
      const { PolicyArn = '', PolicyDocument = '', SetAsDefault = false } = input;
      const policy = demandOwnPolicy(call, PolicyArn);
      demandManagedPolicy(PolicyDocument);
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
      policies(call.world).set(PolicyArn, changed);
      return { PolicyVersion: versionInList(changed, version) };
    },
  },
  GetPolicyVersion: {
    asks: ({ PolicyArn }: OfVersion, call) => askPolicy('GetPolicyVersion', call, PolicyArn),
    run: ({ PolicyArn = '', VersionId = '' }: OfVersion, call) => {
      const policy = demandPolicy(call, PolicyArn);
      const version = demandVersion(policy, VersionId);
      return { PolicyVersion: { Document: encoded(version.document), ...versionInList(policy, version) } };
    },
  },
  ListPolicyVersions: {
    asks: ({ PolicyArn }: OfVersion, call) => askPolicy('ListPolicyVersions', call, PolicyArn),
    run: (input: ListPolicyVersionsCommandInput, call) => {
      const policy = demandPolicy(call, input.PolicyArn ?? '');
      // Newest first: the key falls as the version rises.
      const key = (id: string) => String(1e9 - Number(id.slice(1)));
      const { items, rest } = pageOf(policy.versions, ({ id }) => key(id), input);
      return { Versions: items.map((version) => versionInList(policy, version)), ...rest };
    },
  },
  DeletePolicyVersion: {
    asks: ({ PolicyArn }: OfVersion, call) => askPolicy('DeletePolicyVersion', call, PolicyArn),
    run: ({ PolicyArn = '', VersionId = '' }: OfVersion, call) => {
      const policy = demandOwnPolicy(call, PolicyArn);
      demandVersion(policy, VersionId);
      if (VersionId === policy.defaultVersionId) {
        throw deleteConflict('Cannot delete the default version of a policy.');
      }
      const versions = policy.versions.filter(({ id }) => id !== VersionId);
      policies(call.world).set(PolicyArn, { ...policy, versions });
      return {};
    },
  },
  SetDefaultPolicyVersion: {
    asks: ({ PolicyArn }: OfVersion, call) => askPolicy('SetDefaultPolicyVersion', call, PolicyArn),
    run: ({ PolicyArn = '', VersionId = '' }: OfVersion, call) => {
      const policy = demandOwnPolicy(call, PolicyArn);
      demandVersion(policy, VersionId);
      policies(call.world).set(PolicyArn, { ...policy, defaultVersionId: VersionId, updatedAt: call.now });
      return {};
    },
  },
};
