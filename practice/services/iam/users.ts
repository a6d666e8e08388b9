import type { User } from '@aws-sdk/client-iam';
import { defined } from '../../core/defined.ts';
import type { Call } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import { alreadyExists, deleteConflict } from './errors.ts';
import {
  arnFor,
  type IdentityInput,
  identityPermissions,
  listIdentities,
  requestTags,
  requireIdentity,
  saveIdentity,
  userType,
} from './identities.ts';
import { newUser } from './keys.ts';
import { requireBoundary } from './managed-policies.ts';
import type { IamOperations } from './operations.ts';
import { pageOf } from './paging.ts';
import { identityKey, keys } from './records.ts';
import { userInFull, userInList, wholeSeconds } from './shapes.ts';
import { tagsOf, withTags } from './tag-list.ts';

/** The user that an input names, else the calling user: several operations on users have this default. */
export function withDefaultUser(input: IdentityInput, call: Call): IdentityInput {
  const callerUserName = call.caller.kind === 'user' ? call.caller.principalArn.split('/').at(-1) : undefined;
  return { UserName: input.UserName ?? callerUserName };
}

/** IAM's operations on users. */
export const userOperations = {
  CreateUser: {
    permissions: ({ UserName, Path, Tags, PermissionsBoundary }, call) => [
      {
        action: 'iam:CreateUser',
        resource: arnFor(userType, call, Path, UserName),
        context: {
          ...requestTags(Tags),
          ...defined({ 'iam:PermissionsBoundary': PermissionsBoundary }),
        },
      },
    ],
    run: (input, call) => {
      const { UserName = '', Path = '/', PermissionsBoundary: boundary } = input;
      const { accountId } = call.caller;
      if (userType.table(call.emulator).has(identityKey(accountId, UserName))) {
        throw alreadyExists(`User with name ${UserName} already exists.`);
      }
      if (boundary !== undefined) requireBoundary(call, boundary);
      const user = {
        ...newUser(accountId, UserName, Path, call.now),
        ...defined({ boundary }),
        tags: withTags({}, tagsOf(input.Tags)),
      };
      saveIdentity(userType, user, call);
      return { User: userInFull(user) };
    },
  },
  GetUser: {
    permissions: (input, call) => identityPermissions(userType, withDefaultUser(input, call), call),
    run: (input, call) => {
      const identityInput = withDefaultUser(input, call);
      if (identityInput.UserName === undefined) return { User: rootUser(call) };
      return { User: userInFull(requireIdentity(userType, identityInput, call)) };
    },
  },
  ListUsers: {
    permissions: ({ PathPrefix }, call) => [
      { action: 'iam:ListUsers', resource: arnFor(userType, call, PathPrefix) },
    ],
    run: (input, call) => {
      const { items, rest } = pageOf(
        listIdentities(userType, call, input.PathPrefix),
        ({ name }) => name,
        input,
      );
      return { Users: items.map(userInList), ...rest };
    },
  },
  DeleteUser: {
    permissions: (input, call) => identityPermissions(userType, input, call),
    run: (input, call) => {
      const user = requireIdentity(userType, input, call);
      if (user.attached.length > 0) {
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      }
      if (Object.keys(user.inline).length > 0) {
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      }
      const userKeys = [...keys(call.emulator).values()].filter(
        ({ principalArn }) => principalArn === user.arn,
      );
      if (userKeys.some(({ session }) => session === undefined)) {
        throw deleteConflict('Cannot delete entity, must delete access keys first.');
      }
      for (const { accessKeyId } of userKeys) keys(call.emulator).delete(accessKeyId);
      userType.table(call.emulator).delete(identityKey(user.accountId, user.name));
      return {};
    },
  },
} satisfies IamOperations;

/** GetUser's answer to the root user. Throws for a role's session, which has no user. */
function rootUser({ caller, now }: Call): User {
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
