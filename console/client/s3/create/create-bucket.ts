import type { Aws } from '../../aws.ts';
import { encryptionConfiguration, tagSet } from '../read.ts';
import type { Draft } from './draft.ts';

/** The bucket was created, but some of its settings were not applied. */
export class PartiallyCreated extends Error {
  constructor(bucket: string, applied: readonly string[], remaining: readonly string[], cause: unknown) {
    const appliedText = applied.length === 0 ? 'nothing else' : applied.join(', ');
    const message = cause instanceof Error ? cause.message : String(cause);
    super(
      `The bucket ${bucket} was created. Then AWS said no: ${message} Set up so far: ${appliedText}. Not set up: ${remaining.join(', ')}. Set the rest on the bucket’s page.`,
      { cause },
    );
    this.name = 'PartiallyCreated';
  }
}

/**
 * Creates the bucket in this region with the settings of the form. Throws AwsError when the bucket was not created, and
 * PartiallyCreated when it was created, but not all of its settings were applied.
 */
export async function createBucket(aws: Aws, region: string, draft: Draft): Promise<void> {
  const bucket = draft.name;
  await aws('s3api', 'create-bucket', {
    bucket,
    'create-bucket-configuration': region === 'us-east-1' ? undefined : { LocationConstraint: region },
    'object-ownership': draft.ownership,
  });
  const tags = draft.tags.filter(({ key }) => key !== '');
  const settings: [name: string, set: () => Promise<unknown>][] = [
    [
      'Block Public Access',
      () =>
        aws('s3api', 'put-public-access-block', {
          bucket,
          'public-access-block-configuration': { ...draft.block },
        }),
    ],
    [
      'Default encryption',
      () =>
        aws('s3api', 'put-bucket-encryption', {
          bucket,
          'server-side-encryption-configuration': encryptionConfiguration(draft.encryption),
        }),
    ],
  ];
  if (draft.versioning === 'Enable')
    settings.push([
      'Bucket Versioning',
      () =>
        aws('s3api', 'put-bucket-versioning', { bucket, 'versioning-configuration': { Status: 'Enabled' } }),
    ]);
  if (tags.length > 0)
    settings.push([
      'Tags',
      () => aws('s3api', 'put-bucket-tagging', { bucket, tagging: { TagSet: tagSet(tags) } }),
    ]);
  for (const [index, [, apply]] of settings.entries()) {
    try {
      await apply();
    } catch (error) {
      const names = settings.map(([name]) => name);
      throw new PartiallyCreated(bucket, names.slice(0, index), names.slice(index), error);
    }
  }
}
