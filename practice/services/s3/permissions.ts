import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import type { Call, Permission } from '../../core/emulator.ts';
import { type BucketInput, requireBucket } from './access.ts';
import { bucketArn, objectArn } from './names.ts';
import { requireValidKey } from './objects/object-attributes.ts';
import type { S3State } from './state.ts';
import { readTagging } from './tags.ts';

type Context = Record<string, string | string[]>;

/** Leaves out undefined values: IAM distinguishes an absent condition key from an empty one. */
export const definedValues = (values: Record<string, string | string[] | undefined>): Context =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined),
  );

export const bucketPermission = (action: string, bucket: string, context: Context = {}): Permission => ({
  action: `s3:${action}`,
  resource: bucketArn(bucket),
  context,
});

export const objectPermission = (
  action: string,
  bucket: string,
  key: string,
  context: Context = {},
): Permission => ({
  action: `s3:${action}`,
  resource: objectArn(bucket, key),
  context,
});

/** The permission that the deletion of one key requires. The deletion of a version has an action of its own. */
export const deletePermission = (bucket: string, key: string, versionId: string | undefined): Permission =>
  versionId === undefined
    ? objectPermission('DeleteObject', bucket, key)
    : objectPermission('DeleteObjectVersion', bucket, key, { 's3:VersionId': versionId });

type PermissionRule<Input> = (input: Input, call: Call) => Permission[];

type ObjectInput = BucketInput & {
  Key: string | undefined;
  VersionId?: string | undefined;
  ACL?: string | undefined;
};

type WriteInput = Pick<
  PutObjectCommandInput,
  'Bucket' | 'Key' | 'Tagging' | 'ACL' | 'StorageClass' | 'ServerSideEncryption' | 'SSEKMSKeyId'
> & { CopySource?: string | undefined; MetadataDirective?: string | undefined };

type ListInput = BucketInput & {
  Prefix?: string | undefined;
  Delimiter?: string | undefined;
  MaxKeys?: number | undefined;
};

/**
 * A rule that looks the bucket up first, since S3 reports that a bucket is missing, in another region or another
 * account's, or that a key is too long, before it reports a denied permission.
 */
export const afterLookup =
  <Input extends BucketInput & { Key?: string | undefined }>(
    state: S3State,
    rule: PermissionRule<Input>,
  ): PermissionRule<Input> =>
  (input, call) => {
    requireBucket(state, input, call);
    requireValidKey(input.Key);
    return rule(input, call);
  };

/** The permission of an operation on a bucket. IAM's names of actions often differ from the operations'. */
export const bucketPermissions = (state: S3State, action: string) =>
  afterLookup(state, ({ Bucket: bucket = '' }: BucketInput) => [bucketPermission(action, bucket)]);

/** The permission of an operation that lists a bucket. Prefix, delimiter and page size are condition keys. */
export const listPermissions = (state: S3State, action: string) =>
  afterLookup(state, (input: ListInput) => [
    bucketPermission(
      action,
      input.Bucket ?? '',
      definedValues({
        's3:prefix': input.Prefix,
        's3:delimiter': input.Delimiter,
        's3:max-keys': input.MaxKeys === undefined ? undefined : String(input.MaxKeys),
      }),
    ),
  ]);

/** The permissions of an operation on an object, by its actions without and with a version id. */
export const objectPermissions = (
  state: S3State,
  latestActions: readonly string[],
  versionActions = latestActions,
) =>
  afterLookup(state, (input: ObjectInput) => {
    const { Bucket: bucket = '', Key: key = '', VersionId: versionId } = input;
    const context = {
      ...existingTags(state, bucket, key, versionId),
      ...definedValues({ 's3:VersionId': versionId, 's3:x-amz-acl': input.ACL }),
    };
    const actions = versionId === undefined ? latestActions : versionActions;
    return actions.map((action) => objectPermission(action, bucket, key, context));
  });

/** The object's existing tags as condition keys `s3:ExistingObjectTag/<key>`. */
export function existingTags(state: S3State, bucket: string, key: string, versionId: string | undefined) {
  const version = versionId === undefined ? state.latest(bucket, key) : state.find(bucket, key, versionId);
  if (version === undefined || version.marker) return {};
  return Object.fromEntries(version.tags.map(({ Key, Value }) => [`s3:ExistingObjectTag/${Key}`, Value]));
}

/** The permissions of an operation that writes an object. */
export function writePermissions(input: WriteInput): Permission[] {
  const { Bucket: bucket = '', Key: key = '' } = input;
  const tags = readTagging(input.Tagging);
  const requestTags = Object.fromEntries(tags.map(({ Key, Value }) => [`s3:RequestObjectTag/${Key}`, Value]));
  const context = {
    ...requestTags,
    ...definedValues({
      's3:RequestObjectTagKeys': tags.length === 0 ? undefined : tags.map(({ Key }) => Key),
      's3:x-amz-acl': input.ACL,
      's3:x-amz-storage-class': input.StorageClass,
      's3:x-amz-server-side-encryption': input.ServerSideEncryption,
      's3:x-amz-server-side-encryption-aws-kms-key-id': input.SSEKMSKeyId,
      's3:x-amz-copy-source': input.CopySource,
      's3:x-amz-metadata-directive': input.MetadataDirective,
    }),
  };
  return [
    objectPermission('PutObject', bucket, key, context),
    ...(tags.length === 0 ? [] : [objectPermission('PutObjectTagging', bucket, key, context)]),
    ...(input.ACL === undefined ? [] : [objectPermission('PutObjectAcl', bucket, key, context)]),
  ];
}
