import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, failure, openAccount, ours, theirs } from './account.ts';

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

/** A client that sends no body, where the SDK would add its region as the constraint. */
function withoutBody(region: string) {
  const client = account.client({ region });
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign(args.request as object, { body: undefined });
      return next(args);
    },
    { step: 'build', priority: 'high' },
  );
  return client;
}
const within = (constraint: string) => ({
  CreateBucketConfiguration: { LocationConstraint: constraint as BucketLocationConstraint },
});

describe('a new bucket', () => {
  it("has AWS's current defaults", async () => {
    const s3 = account.client();
    const Bucket = 'fresh-one';
    const made = await s3.send(new CreateBucketCommand({ Bucket }));
    expect(made.Location).toBe('/fresh-one');
    const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(Object.values(block.PublicAccessBlockConfiguration ?? {})).toEqual([true, true, true, true]);
    const owner = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket }));
    expect(owner.OwnershipControls?.Rules).toEqual([{ ObjectOwnership: 'BucketOwnerEnforced' }]);
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules?.[0]).toMatchObject({
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
      BucketKeyEnabled: false,
    });
    expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBeUndefined();
    const acl = await s3.send(new GetBucketAclCommand({ Bucket }));
    expect(acl.Grants).toEqual([
      { Grantee: { ID: acl.Owner?.ID, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' },
    ]);
    expect(await failure(s3.send(new GetBucketTaggingCommand({ Bucket })))).toMatchObject({
      code: 'NoSuchTagSet',
      status: 404,
    });
  });

  it('can be created with tags', async () => {
    const s3 = account.client();
    const Bucket = 'made-with-tags';
    const Tags = [{ Key: 'lab', Value: 'codepipeline-lab' }];
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { Tags } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(Tags);
  });

  it.each([
    ['us-east-1', 'us-east-1', 'InvalidLocationConstraint'],
    ['us-east-1', 'eu-west-1', 'IllegalLocationConstraintException'],
    ['eu-west-1', 'eu-central-1', 'IllegalLocationConstraintException'],
    ['eu-west-1', 'nowhere', 'InvalidLocationConstraint'],
    ['eu-west-1', undefined, 'IllegalLocationConstraintException'],
  ])('in %s with the constraint %s is rejected', async (region, constraint, code) => {
    const client = constraint === undefined ? withoutBody(region) : account.client({ region });
    const config = constraint === undefined ? {} : within(constraint);
    const refused = client.send(new CreateBucketCommand({ Bucket: 'misplaced', ...config }));
    expect(await failure(refused)).toMatchObject({ code, status: 400 });
  });

  it('returns its location', async () => {
    const west = account.client({ region: 'eu-west-1' });
    await west.send(new CreateBucketCommand({ Bucket: 'in-ireland', ...within('eu-west-1') }));
    await west.send(new CreateBucketCommand({ Bucket: 'in-old-europe', ...within('EU') }));
    await account.client().send(new CreateBucketCommand({ Bucket: 'in-virginia' }));
    const location = async (Bucket: string, s3 = west) =>
      (await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint;
    expect(await location('in-ireland')).toBe('eu-west-1');
    expect(await location('in-old-europe')).toBe('EU');
    expect(await location('in-virginia', account.client())).toBeUndefined();
    // us-east-1 returns the location of every bucket.
    expect(await location('in-ireland', account.client())).toBe('eu-west-1');
  });

  it.each(['ab', 'Upper', 'dots..twice', '192.168.0.1', '-dash', 'xn--name', 'under_score', 'x'.repeat(64)])(
    'may not be named %s',
    async (Bucket) => {
      const refused = account.client().send(new CreateBucketCommand({ Bucket }));
      expect(await failure(refused)).toMatchObject({ code: 'InvalidBucketName', status: 400 });
    },
  );

  it('needs a unique name', async () => {
    const Bucket = 'taken-name';
    const s3 = account.client();
    await s3.send(new CreateBucketCommand({ Bucket }));
    // In us-east-1, the owner may create an existing bucket again.
    expect((await s3.send(new CreateBucketCommand({ Bucket }))).$metadata.httpStatusCode).toBe(200);
    const west = account.client({ region: 'us-west-2' });
    expect(
      await failure(west.send(new CreateBucketCommand({ Bucket, ...within('us-west-2') }))),
    ).toMatchObject({
      code: 'BucketAlreadyOwnedByYou',
      status: 409,
    });
    const other = account.client({ account: theirs });
    expect(await failure(other.send(new CreateBucketCommand({ Bucket })))).toMatchObject({
      code: 'BucketAlreadyExists',
      status: 409,
    });
  });
});

describe('a bucket in another region', () => {
  it('returns a redirect that names its region', async () => {
    const Bucket = 'far-away';
    await account
      .client({ region: 'ap-southeast-2' })
      .send(new CreateBucketCommand({ Bucket, ...within('ap-southeast-2') }));
    const head = await failure(account.client().send(new HeadBucketCommand({ Bucket })));
    expect(head.status).toBe(301);
    expect(head.headers['x-amz-bucket-region']).toBe('ap-southeast-2');
    const put = account.client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    expect(await failure(put)).toMatchObject({ code: 'PermanentRedirect', status: 301 });
    const following = account.client({ config: { followRegionRedirects: true } });
    expect((await following.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('ap-southeast-2');
  });
});

describe('a bucket of another account', () => {
  it('is rejected if its owner is not the expected one', async () => {
    const Bucket = 'whose-bucket';
    const s3 = account.client();
    await s3.send(new CreateBucketCommand({ Bucket }));
    expect(
      await failure(s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: theirs }))),
    ).toMatchObject({
      status: 403,
    });
    await s3.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: ours }));
    const foreign = await failure(
      account.client({ account: theirs }).send(new HeadBucketCommand({ Bucket })),
    );
    expect(foreign.status).toBe(403);
    expect(foreign.headers['x-amz-bucket-region']).toBe('us-east-1');
  });
});

describe('a list of buckets', () => {
  it("has only the account's own, in order, in pages", async () => {
    const s3 = account.client({ account: '222222222222' });
    for (const Bucket of ['page-c', 'page-a', 'page-b', 'other-z'])
      await s3.send(new CreateBucketCommand({ Bucket }));
    const all = await s3.send(new ListBucketsCommand({}));
    expect(all.Buckets?.map(({ Name }) => Name)).toEqual(['other-z', 'page-a', 'page-b', 'page-c']);
    expect(all.Buckets?.[0]?.BucketRegion).toBeUndefined();
    const first = await s3.send(new ListBucketsCommand({ MaxBuckets: 2, Prefix: 'page-' }));
    expect(first.Buckets?.map(({ Name, BucketRegion }) => [Name, BucketRegion])).toEqual([
      ['page-a', 'us-east-1'],
      ['page-b', 'us-east-1'],
    ]);
    const rest = await s3.send(
      new ListBucketsCommand({ MaxBuckets: 2, Prefix: 'page-', ContinuationToken: first.ContinuationToken }),
    );
    expect(rest.Buckets?.map(({ Name }) => Name)).toEqual(['page-c']);
    expect(rest.ContinuationToken).toBeUndefined();
    const elsewhere = await s3.send(new ListBucketsCommand({ BucketRegion: 'eu-west-1' }));
    expect(elsewhere.Buckets ?? []).toEqual([]);
  });
});

describe('a bucket to delete', () => {
  it('must be empty, and does not exist afterwards', async () => {
    const Bucket = 'short-lived';
    const s3 = account.client();
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    expect(await failure(s3.send(new DeleteBucketCommand({ Bucket })))).toMatchObject({
      code: 'BucketNotEmpty',
      status: 409,
    });
    const other = 'short-lived-2';
    await s3.send(new CreateBucketCommand({ Bucket: other }));
    expect((await s3.send(new DeleteBucketCommand({ Bucket: other }))).$metadata.httpStatusCode).toBe(204);
    expect(await failure(s3.send(new DeleteBucketCommand({ Bucket: other })))).toMatchObject({
      code: 'NoSuchBucket',
      status: 404,
    });
    expect((await failure(s3.send(new HeadBucketCommand({ Bucket: other })))).status).toBe(404);
  });
});
