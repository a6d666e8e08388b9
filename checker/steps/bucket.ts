import type { PublicAccessBlock } from '../facts/values.ts';
import { check } from './check.ts';
import { fail, pass, undetermined } from './finding.ts';
import { formatList } from './format.ts';

const blockAll =
  'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true';

function create(bucket: string, region: string): string {
  const constraint =
    region === 'us-east-1' ? '' : ` --create-bucket-configuration LocationConstraint=${region}`;
  return `aws s3api create-bucket --bucket ${bucket} --region ${region}${constraint}`;
}

export const bucketChecks = [
  check({
    id: 'bucket.exists',
    title: 'The deploy bucket is there, and yours',
    why: 'The pipeline writes the page into this bucket.',
    required: ['names'],
    raw: ['bucket', 'bucketNearMiss'],
    judge({ names, bucket, bucketNearMiss }, { lab: { region } }) {
      const expected = `bucket ${names.deployBucket}`;
      if (bucket.state === 'known') return pass(expected, `${bucket.value.name}, in ${bucket.value.region}`);
      const near = bucketNearMiss.state === 'known' ? bucketNearMiss.value : { foreign: false, similar: [] };
      if (bucket.state === 'unknown') {
        if (!near.foreign) return undetermined(expected, bucket.error);
        return fail(
          expected,
          'a bucket of this name exists, and belongs to another account',
          'Choose another name, tell it to the checker with npx lab init, and make that bucket.',
          'bucket-other-account',
        );
      }
      const similar =
        near.similar.length === 0 ? '' : `; the account has ${formatList(near.similar.slice(0, 3))}`;
      return fail(
        expected,
        `no bucket of this name${similar}`,
        create(names.deployBucket, region),
        'bucket-missing',
      );
    },
  }),
  check({
    id: 'bucket.region',
    title: "The deploy bucket is in the lab's region",
    why: 'The deploy action looks for its bucket in the region of the pipeline.',
    required: ['bucket'],
    after: ['bucket.exists'],
    judge({ bucket }, { lab: { region } }) {
      if (bucket.region === region) return pass(region, bucket.region);
      return fail(
        region,
        `it is in ${bucket.region}`,
        `Remove it there (aws s3api delete-bucket --bucket ${bucket.name} --region ${bucket.region}), wait a few minutes, then: ${create(bucket.name, region)}`,
        'bucket-other-region',
      );
    },
  }),
  check({
    id: 'bucket.private',
    title: 'Block Public Access is on, whole',
    why: 'With all four settings on, no later slip with a policy or an ACL can open the bucket.',
    required: ['bucket', 'publicAccess'],
    after: ['bucket.exists'],
    judge({ bucket, publicAccess }) {
      const expected = 'all four settings on';
      const off = (Object.keys(publicAccess) as (keyof PublicAccessBlock)[]).filter(
        (key) => !publicAccess[key],
      );
      if (off.length === 0) return pass(expected, 'all four are on');
      return fail(
        expected,
        off.length === 4 ? 'all four are off' : `off: ${formatList(off)}`,
        `aws s3api put-public-access-block --bucket ${bucket.name} --region ${bucket.region} --public-access-block-configuration ${blockAll}`,
        'bucket-public-block-off',
      );
    },
  }),
  check({
    id: 'bucket.versioned',
    title: 'Versioning is on',
    why: 'Versions are the way back from a bad deploy, and the proof of what was deployed when.',
    required: ['bucket', 'versioning'],
    after: ['bucket.exists'],
    judge({ bucket, versioning }) {
      const expected = 'versioning Enabled';
      if (versioning === 'Enabled') return pass(expected, 'Enabled');
      const suspended = versioning === 'Suspended';
      return fail(
        expected,
        suspended ? 'Suspended: new uploads overwrite' : 'versioning was never turned on',
        `aws s3api put-bucket-versioning --bucket ${bucket.name} --region ${bucket.region} --versioning-configuration Status=Enabled`,
        suspended ? 'versioning-suspended' : 'versioning-off',
      );
    },
  }),
  check({
    id: 'bucket.encrypted',
    title: 'Objects are encrypted',
    why: 'What lies in the bucket is unreadable to whoever gets hold of the disks.',
    required: ['bucket', 'encryption'],
    after: ['bucket.exists'],
    judge({ bucket, encryption }) {
      const expected = 'encryption by default';
      if (encryption !== 'none')
        return pass(expected, encryption === 'AES256' ? 'SSE-S3 (AES256)' : encryption);
      return fail(
        expected,
        'no default encryption',
        `aws s3api put-bucket-encryption --bucket ${bucket.name} --region ${bucket.region} --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'`,
      );
    },
  }),
  check({
    id: 'bucket.closed',
    title: 'No policy opens the bucket',
    why: 'The page is shown by presigned URLs; the bucket itself stays closed to the internet.',
    required: ['bucket', 'publicPolicy'],
    after: ['bucket.exists'],
    judge({ bucket, publicPolicy }) {
      const expected = 'no policy that grants access to the public';
      if (!publicPolicy) return pass(expected, 'none');
      return fail(
        expected,
        'its policy is public',
        `aws s3api delete-bucket-policy --bucket ${bucket.name} --region ${bucket.region}`,
        'bucket-policy-public',
      );
    },
  }),
  check({
    id: 'bucket.tagged',
    title: "The bucket carries the lab's tag",
    why: 'The tag says that the bucket belongs to this lab; the cleanup takes nothing that is not.',
    required: ['bucket', 'bucketTags', 'names'],
    after: ['bucket.exists'],
    judge({ bucket, bucketTags, names }) {
      const wanted = Object.entries(names.tags);
      const expected = wanted.map(([key, value]) => `${key}=${value}`).join(', ');
      if (wanted.every(([key, value]) => bucketTags[key] === value)) return pass(expected, expected);
      const has = Object.entries(bucketTags).map(([key, value]) => `${key}=${value}`);
      // put-bucket-tagging replaces all tags, so the command repeats the existing ones.
      const all = Object.entries({ ...bucketTags, ...names.tags });
      const set = all.map(([Key, Value]) => ({ Key, Value }));
      return fail(
        expected,
        has.length === 0 ? 'no tags' : has.join(', '),
        `aws s3api put-bucket-tagging --bucket ${bucket.name} --region ${bucket.region} --tagging '${JSON.stringify({ TagSet: set }).replaceAll("'", `'\\''`)}'`,
        'bucket-not-tagged',
      );
    },
  }),
];
