import { requireBucket } from '../access.ts';
import { aclResponse, aclsDisabled, objectCannedAcl } from '../acl.ts';
import { notImplemented } from '../errors.ts';
import type { S3Operations } from '../operations.ts';
import { objectPermissions } from '../permissions.ts';
import type { S3State } from '../state.ts';
import { readTags } from '../tags.ts';
import { requireObject } from './find-version.ts';
import { versionMember } from './write.ts';

/** The operations on an object's tags and ACL. They change a version in place and create no new one. */
export const objectSettingOperations = (state: S3State) =>
  ({
    PutObjectTagging: {
      permissions: objectPermissions(state, ['PutObjectTagging'], ['PutObjectVersionTagging']),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const object = requireObject(state, bucket, input, call);
        state.update({ ...object, tags: readTags(input.Tagging?.TagSet, 10) });
        return versionMember(bucket, object.versionId);
      },
    },

    GetObjectTagging: {
      permissions: objectPermissions(state, ['GetObjectTagging'], ['GetObjectVersionTagging']),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const object = requireObject(state, bucket, input, call);
        return { TagSet: object.tags, ...versionMember(bucket, object.versionId) };
      },
    },

    DeleteObjectTagging: {
      permissions: objectPermissions(state, ['DeleteObjectTagging'], ['DeleteObjectVersionTagging']),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const object = requireObject(state, bucket, input, call);
        state.update({ ...object, tags: [] });
        return versionMember(bucket, object.versionId);
      },
    },

    PutObjectAcl: {
      permissions: objectPermissions(state, ['PutObjectAcl'], ['PutObjectVersionAcl']),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const object = requireObject(state, bucket, input, call);
        if (bucket.ownership === 'BucketOwnerEnforced' && input.ACL !== 'bucket-owner-full-control')
          throw aclsDisabled();
        // The practice account supports only canned ACLs, not individual grants.
        if (input.AccessControlPolicy !== undefined) throw notImplemented('AccessControlPolicy');
        state.update({ ...object, acl: objectCannedAcl(bucket, input.ACL) });
        return {};
      },
    },

    GetObjectAcl: {
      permissions: objectPermissions(state, ['GetObjectAcl'], ['GetObjectVersionAcl']),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const object = requireObject(state, bucket, input, call);
        const isOff = bucket.ownership === 'BucketOwnerEnforced';
        return aclResponse(object.ownerAccountId, isOff ? 'private' : object.acl);
      },
    },
  }) satisfies S3Operations;
