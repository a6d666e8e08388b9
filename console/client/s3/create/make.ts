import type { Aws } from '../../aws.ts';
import { encryptionRules, tagSet } from '../read.ts';
import type { Draft } from './draft.ts';

/** Some of a bucket's settings did not come about; the bucket is there. */
export class HalfMade extends Error {
  constructor(bucket: string, made: readonly string[], open: readonly string[], cause: unknown) {
    const done = made.length === 0 ? 'nothing else' : made.join(', ');
    const words = cause instanceof Error ? cause.message : String(cause);
    super(
      `The bucket ${bucket} was created. Then AWS said no: ${words} Set up so far: ${done}. Not set up: ${open.join(', ')}. Set the rest on the bucket’s page.`,
      { cause },
    );
    this.name = 'HalfMade';
  }
}

/**
 * Makes the bucket in this region and sets it up as the form says. Throws AwsRefusal where no bucket was made, and
 * HalfMade where one was, but not all of its settings.
 */
export async function makeBucket(aws: Aws, region: string, draft: Draft): Promise<void> {
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
          'server-side-encryption-configuration': encryptionRules(draft.encryption),
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
  for (const [index, [, set]] of settings.entries()) {
    try {
      await set();
    } catch (error) {
      const names = settings.map(([name]) => name);
      throw new HalfMade(bucket, names.slice(0, index), names.slice(index), error);
    }
  }
}
