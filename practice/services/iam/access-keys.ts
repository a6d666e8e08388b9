import type { Call } from '../../core/emulator.ts';
import { limitExceeded, noSuchEntity } from './errors.ts';
import { type IdentityInput, identityPermissions, requireIdentity, userType } from './identities.ts';
import { addKey } from './keys.ts';
import type { IamOperations } from './operations.ts';
import { pageOf } from './paging.ts';
import { type KeyRecord, keys } from './records.ts';
import { wholeSeconds } from './shapes.ts';
import { withDefaultUser } from './users.ts';

/** IAM's operations on users' access keys. */
export const accessKeyOperations = {
  CreateAccessKey: {
    permissions: (input, call) => identityPermissions(userType, withDefaultUser(input, call), call),
    run: (input, call) => {
      const user = requireIdentity(userType, withDefaultUser(input, call), call);
      if (keysOf(user.arn, call).length >= 2) {
        throw limitExceeded('Cannot exceed quota for AccessKeysPerUser: 2');
      }
      const key = addKey(call.emulator, user);
      return { AccessKey: { ...keyMetadata(key), SecretAccessKey: key.secretAccessKey } };
    },
  },
  ListAccessKeys: {
    permissions: (input, call) => identityPermissions(userType, withDefaultUser(input, call), call),
    run: (input, call) => {
      const user = requireIdentity(userType, withDefaultUser(input, call), call);
      const { items, rest } = pageOf(keysOf(user.arn, call), (key) => key.accessKeyId, input);
      return { AccessKeyMetadata: items.map(keyMetadata), ...rest };
    },
  },
  UpdateAccessKey: {
    permissions: (input, call) => identityPermissions(userType, withDefaultUser(input, call), call),
    run: (input, call) => {
      const key = requireKey(input, call);
      const status = input.Status === 'Inactive' ? 'Inactive' : 'Active';
      keys(call.emulator).set(key.accessKeyId, { ...key, status });
      return {};
    },
  },
  DeleteAccessKey: {
    permissions: (input, call) => identityPermissions(userType, withDefaultUser(input, call), call),
    run: (input, call) => {
      keys(call.emulator).delete(requireKey(input, call).accessKeyId);
      return {};
    },
  },
} satisfies IamOperations;

function keysOf(principalArn: string, call: Call): KeyRecord[] {
  return [...keys(call.emulator).values()].filter(
    (key) => key.principalArn === principalArn && key.session === undefined,
  );
}

function requireKey(input: IdentityInput & { AccessKeyId: string | undefined }, call: Call): KeyRecord {
  const user = requireIdentity(userType, withDefaultUser(input, call), call);
  const key = keysOf(user.arn, call).find((one) => one.accessKeyId === input.AccessKeyId);
  if (key === undefined) {
    throw noSuchEntity(`The Access Key with id ${input.AccessKeyId} cannot be found.`);
  }
  return key;
}

function keyMetadata({ userName: UserName, accessKeyId, status, createdAt }: KeyRecord) {
  return { UserName, AccessKeyId: accessKeyId, Status: status, CreateDate: wholeSeconds(createdAt) };
}
