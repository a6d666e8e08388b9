import type { Tag } from '@aws-sdk/client-iam';
import type { Call } from '../../core/emulator.ts';
import {
  type IdentityInput,
  type IdentityType,
  identityPermissions,
  requestTags,
  requireIdentity,
  roleType,
  saveIdentity,
  userType,
} from './identities.ts';
import { requireCustomerPolicy, requirePolicy } from './managed-policies.ts';
import type { IamOperations } from './operations.ts';
import { type PageInput, pageOf } from './paging.ts';
import { policyPermissions } from './policies.ts';
import { type Identity, policies, type Tags } from './records.ts';
import { tagList, tagsOf, withoutTags, withTags } from './tag-list.ts';

type TagInput = IdentityInput & { Tags: Tag[] | undefined };
type UntagInput = IdentityInput & { TagKeys: string[] | undefined };

/** IAM's operations on tags of roles and users. */
export const identityTagOperations = {
  TagRole: tagIdentity(roleType),
  UntagRole: untagIdentity(roleType),
  ListRoleTags: listIdentityTags(roleType),
  TagUser: tagIdentity(userType),
  UntagUser: untagIdentity(userType),
  ListUserTags: listIdentityTags(userType),
} satisfies IamOperations;

function tagIdentity<T extends Identity>(identityType: IdentityType<T>) {
  return {
    permissions: (input: TagInput, call: Call) =>
      identityPermissions(identityType, input, call, requestTags(input.Tags)),
    run: (input: TagInput, call: Call) => {
      const record = requireIdentity(identityType, input, call);
      saveIdentity(identityType, { ...record, tags: withTags(record.tags, tagsOf(input.Tags)) }, call);
      return {};
    },
  };
}

function untagIdentity<T extends Identity>(identityType: IdentityType<T>) {
  return {
    permissions: (input: UntagInput, call: Call) =>
      identityPermissions(identityType, input, call, { 'aws:TagKeys': input.TagKeys ?? [] }),
    run: (input: UntagInput, call: Call) => {
      const record = requireIdentity(identityType, input, call);
      saveIdentity(identityType, { ...record, tags: withoutTags(record.tags, input.TagKeys ?? []) }, call);
      return {};
    },
  };
}

function listIdentityTags(identityType: IdentityType) {
  return {
    permissions: (input: IdentityInput, call: Call) => identityPermissions(identityType, input, call),
    run: (input: IdentityInput & PageInput, call: Call) =>
      tagPage(requireIdentity(identityType, input, call).tags, input),
  };
}

/** IAM's operations on tags of managed policies. */
export const policyTagOperations = {
  TagPolicy: {
    permissions: ({ PolicyArn, Tags }, call) =>
      policyPermissions(call, PolicyArn).map((permission) => ({
        ...permission,
        context: { ...permission.context, ...requestTags(Tags) },
      })),
    run: ({ PolicyArn = '', Tags }, call) => {
      const policy = requireCustomerPolicy(call, PolicyArn);
      policies(call.emulator).set(PolicyArn, { ...policy, tags: withTags(policy.tags, tagsOf(Tags)) });
      return {};
    },
  },
  UntagPolicy: {
    permissions: ({ PolicyArn, TagKeys = [] }, call) =>
      policyPermissions(call, PolicyArn).map((permission) => ({
        ...permission,
        context: { ...permission.context, 'aws:TagKeys': TagKeys },
      })),
    run: ({ PolicyArn = '', TagKeys = [] }, call) => {
      const policy = requireCustomerPolicy(call, PolicyArn);
      policies(call.emulator).set(PolicyArn, { ...policy, tags: withoutTags(policy.tags, TagKeys) });
      return {};
    },
  },
  ListPolicyTags: {
    permissions: ({ PolicyArn }, call) => policyPermissions(call, PolicyArn),
    run: (input, call) => tagPage(requirePolicy(call, input.PolicyArn ?? '').tags, input),
  },
} satisfies IamOperations;

function tagPage(tags: Tags, input: PageInput) {
  const { items, rest } = pageOf(tagList(tags), ({ Key }) => Key, input);
  return { Tags: items, ...rest };
}
