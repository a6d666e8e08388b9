import type { Tag } from '@aws-sdk/client-iam';
import {
  type IdentityInput,
  type IdentityType,
  identityPermissions,
  requestTags,
  requireIdentity,
  saveIdentity,
} from './identities.ts';
import { requireCustomerPolicy, requirePolicy } from './managed-policies.ts';
import type { IamOperations } from './operation.ts';
import { pageOf } from './paging.ts';
import { policyPermissions } from './policies.ts';
import { type Identity, policies, type Tags } from './records.ts';
import { tagList, tagsOf, withoutTags, withTags } from './tag-list.ts';

type Input = IdentityInput & {
  PolicyArn?: string;
  Tags?: Tag[];
  TagKeys?: string[];
  Marker?: string;
  MaxItems?: number;
};

/** IAM's operations on tags of roles or users. */
export function identityTagOperations<T extends Identity>(identityType: IdentityType<T>): IamOperations {
  const { noun } = identityType;
  return {
    [`Tag${noun}`]: {
      requiredPermissions: (input: Input, call) =>
        identityPermissions(`Tag${noun}`, identityType, input, call, requestTags(input.Tags)),
      run: (input: Input, call) => {
        const record = requireIdentity(identityType, input, call);
        saveIdentity(identityType, { ...record, tags: withTags(record.tags, tagsOf(input.Tags)) }, call);
        return {};
      },
    },
    [`Untag${noun}`]: {
      requiredPermissions: (input: Input, call) =>
        identityPermissions(`Untag${noun}`, identityType, input, call, {
          'aws:TagKeys': input.TagKeys ?? [],
        }),
      run: (input: Input, call) => {
        const record = requireIdentity(identityType, input, call);
        saveIdentity(identityType, { ...record, tags: withoutTags(record.tags, input.TagKeys ?? []) }, call);
        return {};
      },
    },
    [`List${noun}Tags`]: {
      requiredPermissions: (input: Input, call) =>
        identityPermissions(`List${noun}Tags`, identityType, input, call),
      run: (input: Input, call) => tagPage(requireIdentity(identityType, input, call).tags, input),
    },
  };
}

/** IAM's operations on tags of managed policies. */
export const policyTagOperations: IamOperations = {
  TagPolicy: {
    requiredPermissions: ({ PolicyArn, Tags }: Input, call) =>
      policyPermissions('TagPolicy', call, PolicyArn).map((permission) => ({
        ...permission,
        context: { ...permission.context, ...requestTags(Tags) },
      })),
    run: ({ PolicyArn = '', Tags }: Input, call) => {
      const policy = requireCustomerPolicy(call, PolicyArn);
      policies(call.emulator).set(PolicyArn, { ...policy, tags: withTags(policy.tags, tagsOf(Tags)) });
      return {};
    },
  },
  UntagPolicy: {
    requiredPermissions: ({ PolicyArn, TagKeys = [] }: Input, call) =>
      policyPermissions('UntagPolicy', call, PolicyArn).map((permission) => ({
        ...permission,
        context: { ...permission.context, 'aws:TagKeys': TagKeys },
      })),
    run: ({ PolicyArn = '', TagKeys = [] }: Input, call) => {
      const policy = requireCustomerPolicy(call, PolicyArn);
      policies(call.emulator).set(PolicyArn, { ...policy, tags: withoutTags(policy.tags, TagKeys) });
      return {};
    },
  },
  ListPolicyTags: {
    requiredPermissions: ({ PolicyArn }: Input, call) => policyPermissions('ListPolicyTags', call, PolicyArn),
    run: (input: Input, call) => tagPage(requirePolicy(call, input.PolicyArn ?? '').tags, input),
  },
};

function tagPage(tags: Tags, input: Input): object {
  const { items, rest } = pageOf(tagList(tags), ({ Key }) => Key, input);
  return { Tags: items, ...rest };
}
