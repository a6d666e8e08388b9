import type { Tag } from '@aws-sdk/client-iam';
import { ask, demand, type Kind, type Named, requestTags, save } from './identities.ts';
import { demandOwnPolicy, demandPolicy } from './managed.ts';
import type { Entries } from './operation.ts';
import { pageOf } from './paging.ts';
import { askPolicy } from './policies.ts';
import { type Identity, policies, type Tags } from './records.ts';
import { tagList, tagsOf, withoutTags, withTags } from './tag-list.ts';

type Input = Named & {
  PolicyArn?: string;
  Tags?: Tag[];
  TagKeys?: string[];
  Marker?: string;
  MaxItems?: number;
};

/** Tags on roles or users. */
export function identityTagOperations<T extends Identity>(kind: Kind<T>): Entries {
  const { noun } = kind;
  return {
    [`Tag${noun}`]: {
      asks: (input: Input, call) => ask(`Tag${noun}`, kind, input, call, requestTags(input.Tags)),
      run: (input: Input, call) => {
        const record = demand(kind, input, call);
        save(kind, { ...record, tags: withTags(record.tags, tagsOf(input.Tags)) }, call);
        return {};
      },
    },
    [`Untag${noun}`]: {
      asks: (input: Input, call) =>
        ask(`Untag${noun}`, kind, input, call, { 'aws:TagKeys': input.TagKeys ?? [] }),
      run: (input: Input, call) => {
        const record = demand(kind, input, call);
        save(kind, { ...record, tags: withoutTags(record.tags, input.TagKeys ?? []) }, call);
        return {};
      },
    },
    [`List${noun}Tags`]: {
      asks: (input: Input, call) => ask(`List${noun}Tags`, kind, input, call),
      run: (input: Input, call) => tagPage(demand(kind, input, call).tags, input),
    },
  };
}

/** Tags on managed policies. */
export const policyTagOperations: Entries = {
  TagPolicy: {
    asks: ({ PolicyArn, Tags }: Input, call) =>
      askPolicy('TagPolicy', call, PolicyArn).map((permission) => ({
        ...permission,
        context: { ...permission.context, ...requestTags(Tags) },
      })),
    run: ({ PolicyArn = '', Tags }: Input, call) => {
      const policy = demandOwnPolicy(call, PolicyArn);
      policies(call.world).set(PolicyArn, { ...policy, tags: withTags(policy.tags, tagsOf(Tags)) });
      return {};
    },
  },
  UntagPolicy: {
    asks: ({ PolicyArn, TagKeys = [] }: Input, call) =>
      askPolicy('UntagPolicy', call, PolicyArn).map((permission) => ({
        ...permission,
        context: { ...permission.context, 'aws:TagKeys': TagKeys },
      })),
    run: ({ PolicyArn = '', TagKeys = [] }: Input, call) => {
      const policy = demandOwnPolicy(call, PolicyArn);
      policies(call.world).set(PolicyArn, { ...policy, tags: withoutTags(policy.tags, TagKeys) });
      return {};
    },
  },
  ListPolicyTags: {
    asks: ({ PolicyArn }: Input, call) => askPolicy('ListPolicyTags', call, PolicyArn),
    run: (input: Input, call) => tagPage(demandPolicy(call, input.PolicyArn ?? '').tags, input),
  },
};

function tagPage(tags: Tags, input: Input): object {
  const { items, rest } = pageOf(tagList(tags), ({ Key }) => Key, input);
  return { Tags: items, ...rest };
}
