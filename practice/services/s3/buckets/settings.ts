import { defined } from '../../../core/defined.ts';
import { AwsError } from '../../../core/errors.ts';
import { requireBucket } from '../access.ts';
import { malformedXml, notImplemented } from '../errors.ts';
import type { S3Operations } from '../operations.ts';
import { bucketPermissions } from '../permissions.ts';
import type { S3State } from '../state.ts';
import { readTags } from '../tags.ts';

/** The operations on a bucket's versioning, public access block and tags. */
export const settingOperations = (state: S3State) =>
  ({
    PutBucketVersioning: {
      permissions: bucketPermissions(state, 'PutBucketVersioning'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        if (input.MFA !== undefined || input.VersioningConfiguration?.MFADelete === 'Enabled')
          throw notImplemented('x-amz-mfa');
        const status: string | undefined = input.VersioningConfiguration?.Status;
        // The schema lists the two values. That the status is required is the service's own rule.
        if (status === undefined)
          throw new AwsError(
            'IllegalVersioningConfigurationException',
            'The Versioning element must be specified',
            400,
          );
        if (status !== 'Enabled' && status !== 'Suspended') throw malformedXml();
        state.buckets.set(bucket.name, { ...bucket, versioning: status });
        return {};
      },
    },

    GetBucketVersioning: {
      permissions: bucketPermissions(state, 'GetBucketVersioning'),
      run(input, call) {
        const { versioning } = requireBucket(state, input, call);
        return defined({ Status: versioning });
      },
    },

    PutPublicAccessBlock: {
      permissions: bucketPermissions(state, 'PutBucketPublicAccessBlock'),
      run(input, call) {
        const bucket = requireBucket(state, input, call);
        const requested = input.PublicAccessBlockConfiguration;
        if (requested === undefined) throw malformedXml();
        const publicAccessBlock = {
          BlockPublicAcls: requested.BlockPublicAcls ?? false,
          IgnorePublicAcls: requested.IgnorePublicAcls ?? false,
          BlockPublicPolicy: requested.BlockPublicPolicy ?? false,
          RestrictPublicBuckets: requested.RestrictPublicBuckets ?? false,
        };
        state.buckets.set(bucket.name, { ...bucket, publicAccessBlock });
        return {};
      },
    },

    GetPublicAccessBlock: {
      permissions: bucketPermissions(state, 'GetBucketPublicAccessBlock'),
      run(input, call) {
        const { publicAccessBlock, name } = requireBucket(state, input, call);
        if (publicAccessBlock === undefined)
          throw new AwsError(
            'NoSuchPublicAccessBlockConfiguration',
            'The public access block configuration was not found',
            404,
            { detail: { BucketName: name } },
          );
        return { PublicAccessBlockConfiguration: { ...publicAccessBlock } };
      },
    },

    DeletePublicAccessBlock: {
      permissions: bucketPermissions(state, 'PutBucketPublicAccessBlock'),
      run(input, call) {
        const { publicAccessBlock: _, ...bucket } = requireBucket(state, input, call);
        state.buckets.set(bucket.name, bucket);
        return {};
      },
    },

    PutBucketTagging: {
      permissions: bucketPermissions(state, 'PutBucketTagging'),
      run(input, call) {
        const { tags: _, ...bucket } = requireBucket(state, input, call);
        const tags = readTags(input.Tagging?.TagSet, 50);
        state.buckets.set(bucket.name, tags.length > 0 ? { ...bucket, tags } : bucket);
        return {};
      },
    },

    GetBucketTagging: {
      permissions: bucketPermissions(state, 'GetBucketTagging'),
      run(input, call) {
        const { tags, name } = requireBucket(state, input, call);
        if (tags === undefined)
          throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404, {
            detail: { BucketName: name },
          });
        return { TagSet: tags };
      },
    },

    DeleteBucketTagging: {
      permissions: bucketPermissions(state, 'PutBucketTagging'),
      run(input, call) {
        const { tags: _, ...bucket } = requireBucket(state, input, call);
        state.buckets.set(bucket.name, bucket);
        return {};
      },
    },
  }) satisfies S3Operations;
