import type { Call } from '../../core/world.ts';
import { limitExceeded, noSuchEntity } from './faults.ts';
import { ask, demand, type Named, userKind } from './identities.ts';
import { addKey } from './keys.ts';
import type { Entries } from './operation.ts';
import { pageOf } from './paging.ts';
import { type KeyRecord, keys } from './records.ts';
import { wholeSeconds } from './shapes.ts';
import { orSelf } from './users.ts';

type Input = Named & { AccessKeyId?: string; Status?: string; Marker?: string; MaxItems?: number };

/** IAM's operations on users' access keys. */
export const accessKeyOperations: Entries = {
  CreateAccessKey: {
    asks: (input: Input, call) => ask('CreateAccessKey', userKind, orSelf(input, call), call),
    run: (input: Input, call) => {
      const user = demand(userKind, orSelf(input, call), call);
      if (keysOf(user.arn, call).length >= 2) {
        throw limitExceeded('Cannot exceed quota for AccessKeysPerUser: 2');
      }
      const key = addKey(call.world, user);
      return { AccessKey: { ...shape(key), SecretAccessKey: key.secretAccessKey } };
    },
  },
  ListAccessKeys: {
    asks: (input: Input, call) => ask('ListAccessKeys', userKind, orSelf(input, call), call),
    run: (input: Input, call) => {
      const user = demand(userKind, orSelf(input, call), call);
      const { items, rest } = pageOf(keysOf(user.arn, call), (key) => key.accessKeyId, input);
      return { AccessKeyMetadata: items.map(shape), ...rest };
    },
  },
  UpdateAccessKey: {
    asks: (input: Input, call) => ask('UpdateAccessKey', userKind, orSelf(input, call), call),
    run: (input: Input, call) => {
      const key = demandKey(input, call);
      const status = input.Status === 'Inactive' ? 'Inactive' : 'Active';
      keys(call.world).set(key.accessKeyId, { ...key, status });
      return {};
    },
  },
  DeleteAccessKey: {
    asks: (input: Input, call) => ask('DeleteAccessKey', userKind, orSelf(input, call), call),
    run: (input: Input, call) => {
      keys(call.world).delete(demandKey(input, call).accessKeyId);
      return {};
    },
  },
};

function keysOf(principalArn: string, call: Call): KeyRecord[] {
  return [...keys(call.world).values()].filter(
    (key) => key.principalArn === principalArn && key.session === undefined,
  );
}

function demandKey(input: Input, call: Call): KeyRecord {
  const user = demand(userKind, orSelf(input, call), call);
  const key = keysOf(user.arn, call).find((one) => one.accessKeyId === input.AccessKeyId);
  if (key === undefined) {
    throw noSuchEntity(`The Access Key with id ${input.AccessKeyId} cannot be found.`);
  }
  return key;
}

function shape({ userName: UserName, accessKeyId, status, createdAt }: KeyRecord): object {
  return { UserName, AccessKeyId: accessKeyId, Status: status, CreateDate: wholeSeconds(createdAt) };
}
