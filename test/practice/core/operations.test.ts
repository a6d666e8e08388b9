import { expect, expectTypeOf, it } from 'vitest';
import type { Operation } from '../../../practice/core/emulator.ts';
import type { Operations } from '../../../practice/core/operations.ts';

type Iam = Operations<typeof import('@aws-sdk/client-iam')>;
type S3 = Operations<typeof import('@aws-sdk/client-s3')>;

// `npm run types` fails when one of these tables is accepted.
const mistakes = [
  // @ts-expect-error the client has no command of this name
  { GetUsers: { permissions: () => [], run: () => ({}) } } satisfies Iam,
  // @ts-expect-error the permissions are missing
  { DeleteUser: { run: () => ({}) } } satisfies Iam,
  // @ts-expect-error the input has no such member
  { DeleteUser: { permissions: ({ RoleName }) => [RoleName], run: () => ({}) } } satisfies Iam,
  // @ts-expect-error the output lacks its user
  { GetUser: { permissions: () => [], run: () => ({}) } } satisfies Iam,
  // @ts-expect-error a time is a Date
  { ListBuckets: { permissions: () => [], run: () => ({ Buckets: [{ CreationDate: 0 }] }) } } satisfies S3,
];

it('a table gives each operation the types of its command', () => {
  const iam = {
    DeleteUser: {
      permissions: ({ UserName }, call) => {
        expectTypeOf(UserName).toEqualTypeOf<string | undefined>();
        return [{ action: `iam:${call.operation}`, resource: UserName ?? '' }];
      },
      run: () => ({}),
    },
  } satisfies Iam;
  const s3 = {
    // Bytes in both directions, a storage class that the SDK does not list, and another status.
    PutObject: {
      permissions: () => [],
      run: ({ Body }) => {
        expectTypeOf(Body).toEqualTypeOf<Buffer | undefined>();
        return {};
      },
    },
    GetObject: {
      permissions: () => [],
      run: () => ({ Body: Buffer.from('text'), StorageClass: 'NEW', $status: 206 }),
    },
  } satisfies S3;
  const all: Readonly<Record<string, Operation>> = { ...iam, ...s3 };
  expect(Object.keys(all)).toEqual(['DeleteUser', 'PutObject', 'GetObject']);
  expect(mistakes).toHaveLength(5);
});
