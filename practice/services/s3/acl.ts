import type { Grant, Owner } from '@aws-sdk/client-s3';
import { AwsError } from '../../core/errors.ts';
import { ownMember } from '../../core/own-member.ts';
import { accessDenied, invalidArgument } from './errors.ts';
import { ownerOf } from './names.ts';
import type { Bucket } from './records.ts';

const groups = 'http://acs.amazonaws.com/groups';
const everyone = `${groups}/global/AllUsers`;
const anyAccount = `${groups}/global/AuthenticatedUsers`;
const logDelivery = `${groups}/s3/LogDelivery`;

type Permission = 'READ' | 'WRITE' | 'READ_ACP';

/** The grants of each canned ACL in addition to the owner's full control. */
const cannedAcls: Record<string, [uri: string, permission: Permission][]> = {
  private: [],
  'public-read': [[everyone, 'READ']],
  'public-read-write': [
    [everyone, 'READ'],
    [everyone, 'WRITE'],
  ],
  'authenticated-read': [[anyAccount, 'READ']],
  'log-delivery-write': [
    [logDelivery, 'WRITE'],
    [logDelivery, 'READ_ACP'],
  ],
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
  'aws-exec-read': [],
};

export const publicAcls = new Set(['public-read', 'public-read-write', 'authenticated-read']);

/** The canned ACL that a request names for a bucket; `private` when it names none. Throws InvalidArgument. */
export function bucketCannedAcl(acl: string | undefined): string {
  return requireKnownAcl(acl ?? 'private');
}

function requireKnownAcl(acl: string): string {
  if (!Object.hasOwn(cannedAcls, acl)) throw invalidArgument('', 'x-amz-acl', acl);
  return acl;
}

/** The canned ACL of a new object. Throws when the bucket has ACLs disabled or blocks public ACLs. */
export function objectCannedAcl(bucket: Bucket, acl: string | undefined): string {
  if (acl === undefined) return 'private';
  const knownCannedAcl = requireKnownAcl(acl);
  if (bucket.ownership === 'BucketOwnerEnforced') {
    if (knownCannedAcl !== 'bucket-owner-full-control') throw aclsDisabled();
    return 'private';
  }
  rejectBlockedAcl(bucket, knownCannedAcl);
  return knownCannedAcl;
}

export function rejectBlockedAcl(bucket: Bucket, acl: string): void {
  if (publicAcls.has(acl) && bucket.publicAccessBlock?.BlockPublicAcls) throw accessDenied();
}

export const aclsDisabled = () =>
  new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs', 400);

/** Owner and grants in the shape of GetBucketAcl and GetObjectAcl. */
export function aclResponse(ownerAccountId: string, acl: string): { Owner: Owner; Grants: Grant[] } {
  const owner = ownerOf(ownerAccountId);
  return {
    Owner: owner,
    Grants: [
      { Grantee: { ...owner, Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' },
      ...(ownMember(cannedAcls, acl) ?? []).map(
        ([uri, permission]): Grant => ({ Grantee: { Type: 'Group', URI: uri }, Permission: permission }),
      ),
    ],
  };
}

/** The IAM actions on a bucket or an object that a canned ACL allows to everyone. */
export function publicActions(acl: string, resourceKind: 'bucket' | 'object'): string[] {
  return (ownMember(cannedAcls, acl) ?? [])
    .filter(([uri]) => uri === everyone)
    .flatMap(([, permission]) => {
      if (resourceKind === 'object')
        return permission === 'READ' ? ['s3:GetObject', 's3:GetObjectVersion'] : [];
      return permission === 'READ'
        ? ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads']
        : ['s3:PutObject', 's3:DeleteObject'];
    });
}
