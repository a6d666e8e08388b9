import type { CreateBucketCommandInput } from '@aws-sdk/client-s3';
import { defined } from '../../../core/defined.ts';
import type { Call, Permission } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { bucketCannedAcl, publicAcls } from '../acl.ts';
import { invalidArgument, notImplemented } from '../errors.ts';
import { bucketArn, invalidBucketName, isBucketName } from '../names.ts';
import { bucketPermission, definedValues } from '../permissions.ts';
import type { Bucket } from '../records.ts';
import type { S3State } from '../state.ts';
import { readTags } from '../tags.ts';

const regionForm = /^[a-z]{2}(-[a-z]+)+-\d$/;

function constraintOf(input: CreateBucketCommandInput, region: string): string | undefined {
  const constraint: string | undefined = input.CreateBucketConfiguration?.LocationConstraint;
  const declared = constraint === '' ? undefined : constraint;
  if (declared !== undefined && declared !== 'EU' && (declared === 'us-east-1' || !regionForm.test(declared)))
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
      detail: { LocationConstraint: declared },
    });
  const requestedRegion = declared === undefined ? 'us-east-1' : declared === 'EU' ? 'eu-west-1' : declared;
  if (requestedRegion !== region)
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The ${declared ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  return declared;
}

const nameTaken = {
  bySameAccount: (name: string) =>
    new AwsError(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
      { detail: { BucketName: name } },
    ),
  byOtherAccount: (name: string) =>
    new AwsError(
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      409,
      { detail: { BucketName: name } },
    ),
};

/**
 * Throws BucketAlreadyExists when another account has the name. Called before permissions are checked, since that check
 * would return AccessDenied instead.
 */
export function rejectForeignName(state: S3State, input: CreateBucketCommandInput, call: Call): void {
  const existing = state.buckets.get(input.Bucket ?? '');
  if (
    existing !== undefined &&
    call.caller.kind !== 'anonymous' &&
    existing.accountId !== call.caller.accountId
  )
    throw nameTaken.byOtherAccount(existing.name);
}

/** CreateBucket with AWS's current defaults: public access blocked, ACLs disabled, S3-managed encryption. */
export function createBucket(state: S3State, input: CreateBucketCommandInput, call: Call) {
  const name = input.Bucket ?? '';
  if (!isBucketName(name)) throw invalidBucketName(name);
  // Signature Version 2 contains no region: it is from the time when S3 had only one.
  const region = call.region || 'us-east-1';
  const constraint = constraintOf(input, region);
  const { Location: location, Bucket: directory } = input.CreateBucketConfiguration ?? {};
  if (location !== undefined || directory !== undefined) throw notImplemented('CreateBucketConfiguration');
  if (input.ObjectLockEnabledForBucket) throw notImplemented('x-amz-bucket-object-lock-enabled');
  const tags = readTags(input.CreateBucketConfiguration?.Tags, 50);
  const ownership = input.ObjectOwnership ?? 'BucketOwnerEnforced';
  if (!['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'].includes(ownership))
    throw invalidArgument('Invalid x-amz-object-ownership header: ', 'x-amz-object-ownership', ownership);
  const acl = bucketCannedAcl(input.ACL);
  if (ownership === 'BucketOwnerEnforced' && acl !== 'private')
    throw new AwsError(
      'InvalidBucketAclWithObjectOwnership',
      "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
    );
  // A new bucket blocks public access, so it cannot be created with a public ACL.
  if (publicAcls.has(acl))
    throw new AwsError(
      'InvalidBucketAclWithBlockPublicAccessError',
      'Bucket cannot have public ACLs set with BlockPublicAccess enabled',
    );
  const existing = state.buckets.get(name);
  if (existing !== undefined) {
    rejectForeignName(state, input, call);
    // In us-east-1, for legacy compatibility, creating a bucket again succeeds for its owner.
    if (region !== 'us-east-1' || existing.region !== 'us-east-1') throw nameTaken.bySameAccount(name);
    state.buckets.set(name, { ...existing, acl });
    return { Location: `/${name}`, BucketArn: bucketArn(name) };
  }
  const bucket: Bucket = {
    name,
    accountId: call.caller.accountId,
    region,
    ...defined({ locationConstraint: constraint }),
    created: call.now,
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    encryption: { algorithm: 'AES256', bucketKey: false },
    ownership,
    acl,
    ...(tags.length > 0 ? { tags } : {}),
  };
  state.buckets.set(name, bucket);
  const bucketUrl = region === 'us-east-1' ? `/${name}` : `http://${name}.s3.amazonaws.com/`;
  return { Location: bucketUrl, BucketArn: bucketArn(name) };
}

/** The permissions that CreateBucket requires. An ACL, an ownership and tags have actions of their own. */
export function createPermissions(input: CreateBucketCommandInput): Permission[] {
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
