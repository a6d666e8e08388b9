import type { CreateUserCommandInput, ListUsersCommandInput } from '@aws-sdk/client-iam';
import { AwsError } from '../../core/errors.ts';
import type { Call } from '../../core/world.ts';
import { alreadyExists, deleteConflict } from './faults.ts';
import { arnFor, ask, demand, list, type Named, requestTags, save, userKind } from './identities.ts';
import { newUser } from './keys.ts';
import { demandBoundary } from './managed.ts';
import type { Entries } from './operation.ts';
import { pageOf } from './paging.ts';
import { keyOf, keys } from './records.ts';
import { userInFull, userInList, wholeSeconds } from './shapes.ts';
import { tagsOf, withTags } from './tag-list.ts';

/** A user named in an input, or else the caller: several operations on users default to oneself. */
export function orSelf(input: Named, call: Call): Named {
  const own = call.caller.kind === 'user' ? call.caller.principalArn.split('/').at(-1) : undefined;
  return { UserName: input.UserName ?? own };
}

/** IAM's operations on users themselves. */
export const userOperations: Entries = {
  CreateUser: {
    asks: ({ UserName, Path, Tags, PermissionsBoundary }: CreateUserCommandInput, call) => [
      {
        action: 'iam:CreateUser',
        resource: arnFor(userKind, call, Path, UserName),
        context: {
          ...requestTags(Tags),
          ...(PermissionsBoundary === undefined ? {} : { 'iam:PermissionsBoundary': PermissionsBoundary }),
        },
      },
    ],
    run: (input: CreateUserCommandInput, call) => {
      const { UserName = '', Path = '/', PermissionsBoundary: boundary } = input;
      const { accountId } = call.caller;
      if (userKind.table(call.world).has(keyOf(accountId, UserName))) {
        throw alreadyExists(`User with name ${UserName} already exists.`);
      }
      if (boundary !== undefined) demandBoundary(call, boundary);
      const user = {
        ...newUser(accountId, UserName, Path, call.now),
        ...(boundary === undefined ? {} : { boundary }),
        tags: withTags({}, tagsOf(input.Tags)),
      };
      save(userKind, user, call);
      return { User: userInFull(user) };
    },
  },
  GetUser: {
    asks: (input: Named, call) => ask('GetUser', userKind, orSelf(input, call), call),
    run: (input: Named, call) => {
      const named = orSelf(input, call);
      if (named.UserName === undefined) return { User: root(call) };
      return { User: userInFull(demand(userKind, named, call)) };
    },
  },
  ListUsers: {
    asks: ({ PathPrefix }: ListUsersCommandInput, call) => [
      { action: 'iam:ListUsers', resource: arnFor(userKind, call, PathPrefix) },
    ],
    run: (input: ListUsersCommandInput, call) => {
      const { items, rest } = pageOf(list(userKind, call, input.PathPrefix), ({ name }) => name, input);
      return { Users: items.map(userInList), ...rest };
    },
  },
  DeleteUser: {
    asks: (input: Named, call) => ask('DeleteUser', userKind, input, call),
    run: (input: Named, call) => {
      const user = demand(userKind, input, call);
      if (user.attached.length > 0) {
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      }
      if (Object.keys(user.inline).length > 0) {
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      }
      const owned = [...keys(call.world).values()].filter(({ principalArn }) => principalArn === user.arn);
      if (owned.some(({ session }) => session === undefined)) {
        throw deleteConflict('Cannot delete entity, must delete access keys first.');
      }
      for (const { accessKeyId } of owned) keys(call.world).delete(accessKeyId);
      userKind.table(call.world).delete(keyOf(user.accountId, user.name));
      return {};
    },
  },
};

/** What GetUser answers to root about itself. A role's session has no user to answer with. */
function root({ caller, now }: Call): object {
  if (caller.kind !== 'root') {
    throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials');
  }
  return {
    Path: '/',
    UserId: caller.accountId,
    Arn: caller.arn,
    CreateDate: wholeSeconds(now),
    UserName: '',
  };
}
