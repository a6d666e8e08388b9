import type { CreateBucketCommandInput } from '@aws-sdk/client-s3';
import type { Call, Permission } from '../../core/emulator.ts';
import { requireBucket } from './access.ts';
import { rejectForeignName } from './buckets/create.ts';
import { noSuchBucket } from './errors.ts';
import { readCopySource } from './objects/copy.ts';
import { requireValidKey } from './objects/object-attributes.ts';
import {
  bucketActions,
  bucketPermission,
  definedValues,
  listActions,
  objectActions,
  objectPermission,
  type PermissionInput,
} from './permissions.ts';
import type { S3State } from './state.ts';
import { readTagging } from './tags.ts';

type PermissionRule = (input: PermissionInput, call: Call) => Permission[];

/**
 * The permissions that every operation requires. The bucket is looked up first, since S3 reports that a bucket is
 * missing, in another region or another account's, or that a key is too long, before it reports a denied permission.
 */
export function permissionTable(state: S3State): Record<string, PermissionRule> {
  const table: Record<string, PermissionRule> = {
    ...mapValues(bucketActions, (action) => (input) => [bucketPermission(action, input.Bucket ?? '')]),
    ...mapValues(listActions, (action) => (input) => [listPermission(action, input)]),
    ...mapValues(objectActions, (actions) => (input) => objectPermissions(state, actions, input)),
    // The operation itself checks the permission for each key.
    DeleteObjects: () => [],
    PutObject: writePermissions,
    CreateMultipartUpload: writePermissions,
    CopyObject: (input) => [...sourcePermissions(state, input), ...writePermissions(input)],
    UploadPartCopy: (input) => [
      ...sourcePermissions(state, { ...input, TaggingDirective: 'REPLACE' }),
      objectPermission('PutObject', input.Bucket ?? '', input.Key ?? ''),
    ],
  };
  return {
    ...mapValues(table, (rule) => (input, call) => {
      requireBucket(state, input, call);
      requireValidKey(input.Key);
      return rule(input, call);
    }),
    ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: 'arn:aws:s3:::*' }],
    CreateBucket: (input, call) => {
      rejectForeignName(state, input as CreateBucketCommandInput, call);
      return createPermissions(input);
    },
  };
}

const mapValues = <From, To>(from: Record<string, From>, to: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]));

const listPermission = (action: string, input: PermissionInput) =>
  bucketPermission(
    action,
    input.Bucket ?? '',
    definedValues({
      's3:prefix': input.Prefix,
      's3:delimiter': input.Delimiter,
      's3:max-keys': input.MaxKeys === undefined ? undefined : String(input.MaxKeys),
    }),
  );

function createPermissions(input: PermissionInput): Permission[] {
  const bucket = input.Bucket ?? '';
  const { LocationConstraint: locationConstraint, Tags: tags = [] } = input.CreateBucketConfiguration ?? {};
  const tagContext = Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? '']));
  const context = definedValues({
    's3:LocationConstraint': locationConstraint,
    's3:x-amz-acl': input.ACL,
    's3:x-amz-object-ownership': input.ObjectOwnership,
  });
  return [
    bucketPermission('CreateBucket', bucket, { ...context, ...tagContext }),
    ...(input.ACL === undefined ? [] : [bucketPermission('PutBucketAcl', bucket, context)]),
    ...(input.ObjectOwnership === undefined
      ? []
      : [bucketPermission('PutBucketOwnershipControls', bucket, context)]),
    ...(tags.length === 0 ? [] : [bucketPermission('TagResource', bucket, tagContext)]),
  ];
}

/** The object's existing tags as condition keys `s3:ExistingObjectTag/<key>`. */
function existingTags(state: S3State, bucket: string, key: string, versionId: string | undefined) {
  const version = versionId === undefined ? state.latest(bucket, key) : state.find(bucket, key, versionId);
  if (version === undefined || version.marker) return {};
  return Object.fromEntries(version.tags.map(({ Key, Value }) => [`s3:ExistingObjectTag/${Key}`, Value]));
}

function objectPermissions(
  state: S3State,
  actions: [string[], string[]],
  input: PermissionInput,
): Permission[] {
  const { Bucket: bucket = '', Key: key = '', VersionId: versionId } = input;
  const context = {
    ...existingTags(state, bucket, key, versionId),
    ...definedValues({ 's3:VersionId': versionId, 's3:x-amz-acl': input.ACL }),
  };
  return actions[versionId === undefined ? 0 : 1].map((action) =>
    objectPermission(action, bucket, key, context),
  );
}

function writePermissions(input: PermissionInput): Permission[] {
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

/** The permissions that a copy requires on its source. Copied tags also require reading and writing them. */
function sourcePermissions(state: S3State, input: PermissionInput): Permission[] {
  const source = readCopySource(input.CopySource);
  if (!state.buckets.has(source.bucket)) throw noSuchBucket(source.bucket);
  const tags = existingTags(state, source.bucket, source.key, source.versionId);
  const version = source.versionId === undefined ? '' : 'Version';
  const copiesTags = Object.keys(tags).length > 0 && input.TaggingDirective !== 'REPLACE';
  const context = { ...tags, ...definedValues({ 's3:VersionId': source.versionId }) };
  return [
    objectPermission(`GetObject${version}`, source.bucket, source.key, context),
    ...(copiesTags
      ? [
          objectPermission(`GetObject${version}Tagging`, source.bucket, source.key, context),
          objectPermission('PutObjectTagging', input.Bucket ?? '', input.Key ?? ''),
        ]
      : []),
  ];
}
