import type {
  DeleteObjectTaggingCommandInput,
  GetObjectAclCommandInput,
  GetObjectTaggingCommandInput,
  PutObjectAclCommandInput,
  PutObjectTaggingCommandInput,
} from '@aws-sdk/client-s3';
import type { Call } from '../../../core/emulator.ts';
import { requireBucket } from '../access.ts';
import { aclResponse, aclsDisabled, objectCannedAcl } from '../acl.ts';
import { notImplemented } from '../errors.ts';
import type { S3State } from '../state.ts';
import { readTags } from '../tags.ts';
import { requireObject } from './find-version.ts';
import { versionMember } from './write.ts';

/** The operations on an object's tags and ACL. They change a version in place and create no new one. */
export const objectSettingOperations = (state: S3State) => ({
  PutObjectTagging(input: PutObjectTaggingCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const object = requireObject(state, bucket, input, call);
    state.update({ ...object, tags: readTags(input.Tagging?.TagSet, 10) });
    return versionMember(bucket, object.versionId);
  },

  GetObjectTagging(input: GetObjectTaggingCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const object = requireObject(state, bucket, input, call);
    return { TagSet: object.tags, ...versionMember(bucket, object.versionId) };
  },

  DeleteObjectTagging(input: DeleteObjectTaggingCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const object = requireObject(state, bucket, input, call);
    state.update({ ...object, tags: [] });
    return versionMember(bucket, object.versionId);
  },

  PutObjectAcl(input: PutObjectAclCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const object = requireObject(state, bucket, input, call);
    if (bucket.ownership === 'BucketOwnerEnforced' && input.ACL !== 'bucket-owner-full-control')
      throw aclsDisabled();
    // The practice account supports only canned ACLs, not individual grants.
    if (input.AccessControlPolicy !== undefined) throw notImplemented('AccessControlPolicy');
    state.update({ ...object, acl: objectCannedAcl(bucket, input.ACL) });
    return {};
  },

  GetObjectAcl(input: GetObjectAclCommandInput, call: Call) {
    const bucket = requireBucket(state, input, call);
    const object = requireObject(state, bucket, input, call);
    const isOff = bucket.ownership === 'BucketOwnerEnforced';
    return aclResponse(object.ownerAccountId, isOff ? 'private' : object.acl);
  },
});
