import type { PutBucketAclCommandInput, PutBucketEncryptionCommandInput } from '@aws-sdk/client-s3';
import { defined } from '../../../core/defined.ts';
import { AwsError } from '../../../core/errors.ts';
import { requireBucket } from '../access.ts';
import { aclResponse, aclsDisabled, bucketCannedAcl, publicAcls, rejectBlockedAcl } from '../acl.ts';
import { invalidArgument, malformedXml, notImplemented } from '../errors.ts';
import type { S3Operations } from '../operations.ts';
import { bucketPermissions } from '../permissions.ts';
import type { Bucket, Encryption } from '../records.ts';
import type { S3State } from '../state.ts';

const s3ManagedEncryption: Encryption = { algorithm: 'AES256', bucketKey: false };
const ownerships = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'] as const;

function readEncryption(input: PutBucketEncryptionCommandInput): Encryption {
  const rules = input.ServerSideEncryptionConfiguration?.Rules ?? [];
  const [rule] = rules;
  const requested = rule?.ApplyServerSideEncryptionByDefault;
  if (rules.length !== 1 || rule === undefined) throw malformedXml();
  const bucketKey = rule.BucketKeyEnabled ?? false;
  if (requested === undefined) return { ...s3ManagedEncryption, bucketKey };
  const { SSEAlgorithm: algorithm, KMSMasterKeyID: kmsKeyId } = requested;
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms' && algorithm !== 'aws:kms:dsse') throw malformedXml();
  if (algorithm === 'AES256' && kmsKeyId !== undefined)
    throw invalidArgument(
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      'KMSMasterKeyID',
      kmsKeyId,
    );
  return { algorithm, bucketKey, ...defined({ kmsKeyId }) };
}

/** The operations on a bucket's encryption, ownership and ACL. */
export const protectionOperations = (state: S3State) =>
  ({
    PutBucketEncryption: {
      permissions: bucketPermissions(state, 'PutEncryptionConfiguration'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        state.buckets.set(bucket.name, { ...bucket, encryption: readEncryption(input) });
        return {};
      },
    },

    GetBucketEncryption: {
      permissions: bucketPermissions(state, 'GetEncryptionConfiguration'),
      run(input, call) {
        const { algorithm, kmsKeyId, bucketKey } = requireBucket(state, input, call).encryption;
        return {
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: {
                  SSEAlgorithm: algorithm,
                  ...defined({ KMSMasterKeyID: kmsKeyId }),
                },
                BucketKeyEnabled: bucketKey ?? false,
              },
            ],
          },
        };
      },
    },

    /** S3 no longer has unencrypted buckets, so a deletion sets the default: S3-managed keys. */
    DeleteBucketEncryption: {
      permissions: bucketPermissions(state, 'PutEncryptionConfiguration'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        state.buckets.set(bucket.name, { ...bucket, encryption: s3ManagedEncryption });
        return {};
      },
    },

    PutBucketOwnershipControls: {
      permissions: bucketPermissions(state, 'PutBucketOwnershipControls'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const [rule, ...more] = input.OwnershipControls?.Rules ?? [];
        const ownership = ownerships.find((known) => known === rule?.ObjectOwnership);
        if (ownership === undefined || more.length > 0) throw malformedXml();
        if (ownership === 'BucketOwnerEnforced' && bucket.acl !== 'private')
          throw new AwsError(
            'InvalidBucketAclWithObjectOwnership',
            "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
          );
        state.buckets.set(bucket.name, { ...bucket, ownership });
        return {};
      },
    },

    GetBucketOwnershipControls: {
      permissions: bucketPermissions(state, 'GetBucketOwnershipControls'),
      run(input, call) {
        const { ownership, name } = requireBucket(state, input, call);
        if (ownership === undefined)
          throw new AwsError(
            'OwnershipControlsNotFoundError',
            'The bucket ownership controls were not found',
            404,
            { detail: { BucketName: name } },
          );
        return { OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] } };
      },
    },

    DeleteBucketOwnershipControls: {
      permissions: bucketPermissions(state, 'PutBucketOwnershipControls'),
      run(input, call) {
        const { ownership: _, ...bucket } = requireBucket(state, input, call);
        state.buckets.set(bucket.name, bucket);
        return {};
      },
    },

    PutBucketAcl: {
      permissions: bucketPermissions(state, 'PutBucketAcl'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const acl = requestedAcl(input, bucket);
        state.buckets.set(bucket.name, { ...bucket, acl });
        return {};
      },
    },

    GetBucketAcl: {
      permissions: bucketPermissions(state, 'GetBucketAcl'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        return aclResponse(bucket.accountId, bucket.acl);
      },
    },
  }) satisfies S3Operations;

function requestedAcl(input: PutBucketAclCommandInput, bucket: Bucket): string {
  // The practice account supports only canned ACLs, not individual grants.
  if (input.AccessControlPolicy !== undefined) throw notImplemented('AccessControlPolicy');
  const acl = bucketCannedAcl(input.ACL);
  if (bucket.ownership === 'BucketOwnerEnforced' && (publicAcls.has(acl) || acl !== 'private'))
    throw aclsDisabled();
  rejectBlockedAcl(bucket, acl);
  return acl;
}
