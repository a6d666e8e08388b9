import type { CreateBucketCommandInput } from '@aws-sdk/client-s3';
import type { Call, Permission } from '../../core/world.ts';
import { requireBucket } from './access.ts';
import { refuseForeignName } from './buckets/create.ts';
import { noSuchBucket } from './failures.ts';
import { readCopySource } from './objects/copy.ts';
import {
  type Asked,
  bucketActions,
  listActions,
  objectActions,
  onBucket,
  onObject,
  present,
} from './permissions.ts';
import type { S3State } from './state.ts';
import { readTagging } from './tags.ts';

type Asks = (input: Asked, call: Call) => Permission[];

/**
 * What every operation asks of IAM. The bucket is looked for first, since S3 tells that a bucket is missing,
 * elsewhere or somebody else's before it tells what the caller may not do.
 */
export function permissionTable(state: S3State): Record<string, Asks> {
  const table: Record<string, Asks> = {
    ...mapped(bucketActions, (action) => (input) => [onBucket(action, input.Bucket ?? '')]),
    ...mapped(listActions, (action) => (input) => [listPermission(action, input)]),
    ...mapped(objectActions, (actions) => (input) => objectPermissions(state, actions, input)),
    // Each key is asked for by itself, in the operation.
    DeleteObjects: () => [],
    PutObject: writePermissions,
    CreateMultipartUpload: writePermissions,
    CopyObject: (input) => [...sourcePermissions(state, input), ...writePermissions(input)],
    UploadPartCopy: (input) => [
      ...sourcePermissions(state, { ...input, TaggingDirective: 'REPLACE' }),
      onObject('PutObject', input.Bucket ?? '', input.Key ?? ''),
    ],
  };
  return {
    ...mapped(table, (asks) => (input, call) => {
      requireBucket(state, input, call);
      return asks(input, call);
    }),
    ListBuckets: () => [{ action: 's3:ListAllMyBuckets', resource: 'arn:aws:s3:::*' }],
    CreateBucket: (input, call) => {
      refuseForeignName(state, input as CreateBucketCommandInput, call);
      return createPermissions(input);
    },
  };
}

const mapped = <From, To>(from: Record<string, From>, to: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]));

const listPermission = (action: string, input: Asked) =>
  onBucket(
    action,
    input.Bucket ?? '',
    present({
      's3:prefix': input.Prefix,
      's3:delimiter': input.Delimiter,
      's3:max-keys': input.MaxKeys === undefined ? undefined : String(input.MaxKeys),
    }),
  );

function createPermissions(input: Asked): Permission[] {
  const bucket = input.Bucket ?? '';
  const { LocationConstraint: constraint, Tags: tags = [] } = input.CreateBucketConfiguration ?? {};
  const tagContext = Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? '']));
  const context = present({
    's3:LocationConstraint': constraint,
    's3:x-amz-acl': input.ACL,
    's3:x-amz-object-ownership': input.ObjectOwnership,
  });
  return [
    onBucket('CreateBucket', bucket, { ...context, ...tagContext }),
    ...(input.ACL === undefined ? [] : [onBucket('PutBucketAcl', bucket, context)]),
    ...(input.ObjectOwnership === undefined ? [] : [onBucket('PutBucketOwnershipControls', bucket, context)]),
    ...(tags.length === 0 ? [] : [onBucket('TagResource', bucket, tagContext)]),
  ];
}

/** The tags that an object has, as `s3:ExistingObjectTag/<key>`. */
function existingTags(state: S3State, bucket: string, key: string, versionId: string | undefined) {
  const version = versionId === undefined ? state.latest(bucket, key) : state.find(bucket, key, versionId);
  if (version === undefined || version.marker) return {};
  return Object.fromEntries(version.tags.map(({ Key, Value }) => [`s3:ExistingObjectTag/${Key}`, Value]));
}

function objectPermissions(state: S3State, actions: [string[], string[]], input: Asked): Permission[] {
  const { Bucket: bucket = '', Key: key = '', VersionId: versionId } = input;
  const context = {
    ...existingTags(state, bucket, key, versionId),
    ...present({ 's3:VersionId': versionId, 's3:x-amz-acl': input.ACL }),
  };
  return actions[versionId === undefined ? 0 : 1].map((action) => onObject(action, bucket, key, context));
}

function writePermissions(input: Asked): Permission[] {
  const { Bucket: bucket = '', Key: key = '' } = input;
  const tags = readTagging(input.Tagging);
  const requestTags = Object.fromEntries(tags.map(({ Key, Value }) => [`s3:RequestObjectTag/${Key}`, Value]));
  const context = {
    ...requestTags,
    ...present({
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
    onObject('PutObject', bucket, key, context),
    ...(tags.length === 0 ? [] : [onObject('PutObjectTagging', bucket, key, context)]),
    ...(input.ACL === undefined ? [] : [onObject('PutObjectAcl', bucket, key, context)]),
  ];
}

/** What a copy asks of its source; tags that come along are read there and written here. */
function sourcePermissions(state: S3State, input: Asked): Permission[] {
  const source = readCopySource(input.CopySource);
  if (!state.buckets.has(source.bucket)) throw noSuchBucket(source.bucket);
  const tags = existingTags(state, source.bucket, source.key, source.versionId);
  const version = source.versionId === undefined ? '' : 'Version';
  const copiesTags = Object.keys(tags).length > 0 && input.TaggingDirective !== 'REPLACE';
  const context = { ...tags, ...present({ 's3:VersionId': source.versionId }) };
  return [
    onObject(`GetObject${version}`, source.bucket, source.key, context),
    ...(copiesTags
      ? [
          onObject(`GetObject${version}Tagging`, source.bucket, source.key, context),
          onObject('PutObjectTagging', input.Bucket ?? '', input.Key ?? ''),
        ]
      : []),
  ];
}
