import {
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAccount } from '../../../../practice/admin/accounts.ts';
import { type Practice, startPractice } from '../../../../practice/start.ts';

const Bucket = 'shared-shelf';
const ours = '000000000000';
const theirs = '111111111111';
const name = 'reader';
const userArn = `arn:aws:iam::${ours}:user/${name}`;
const roleArn = `arn:aws:iam::${ours}:role/${name}`;
const sessionArn = `arn:aws:sts::${ours}:assumed-role/${name}/one`;
const accountArn = `arn:aws:iam::${ours}:root`;
const allowRead = document({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' });
const allowOther = document({ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' });
const denyRead = document({ Effect: 'Deny', Action: 's3:GetObject', Resource: '*' });

function document(...Statement: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

const grant = (principal: object) =>
  document({ Effect: 'Allow', ...principal, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` });
const deny = (principal: object) =>
  document({ Effect: 'Deny', ...principal, Action: 's3:GetObject', Resource: `arn:aws:s3:::${Bucket}/*` });
const to = (...AWS: string[]) => ({ Principal: { AWS } });
const allBut = (...AWS: string[]) => ({ NotPrincipal: { AWS } });
const everyone = { Principal: '*' };

/** A policy of a caller: it allows the read, denies it, or does not mention it. */
const documents = { allow: allowRead, silent: allowOther, deny: denyRead };
type Effect = keyof typeof documents;

interface Setup {
  caller: 'user' | 'session';
  /** The owner of the bucket. */
  owner?: 'same account' | 'other account';
  identity?: Effect;
  boundary?: Effect;
  session?: Effect;
  policy?: string;
}

let practice: Practice;
let admin: ReturnType<typeof clientsOf>;
let owner: ReturnType<typeof clientsOf>;
let user: { accessKeyId: string; secretAccessKey: string };

function clientsOf(credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) {
  const config = { endpoint: practice.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 };
  return {
    iam: new IAMClient(config),
    sts: new STSClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
  };
}

const boundaryArn = (effect: Effect) => `arn:aws:iam::${ours}:policy/${effect}`;

beforeAll(async () => {
  practice = await startPractice({ port: 0 });
  admin = clientsOf({
    accessKeyId: practice.exports.AWS_ACCESS_KEY_ID ?? '',
    secretAccessKey: practice.exports.AWS_SECRET_ACCESS_KEY ?? '',
  });
  const other = openAccount(practice.emulator, theirs);
  owner = clientsOf({ accessKeyId: other.accessKeyId, secretAccessKey: other.secretAccessKey });
  for (const [PolicyName, PolicyDocument] of Object.entries(documents))
    await admin.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }));
  await admin.iam.send(new CreateUserCommand({ UserName: name }));
  const { AccessKey } = await admin.iam.send(new CreateAccessKeyCommand({ UserName: name }));
  user = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
  await admin.iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: document({ Effect: 'Allow', ...to(ours), Action: 'sts:AssumeRole' }),
    }),
  );
  for (const [{ s3 }, bucket] of [
    [admin, Bucket],
    [owner, `${Bucket}-other`],
  ] as const) {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'book', Body: 'x' }));
  }
});
afterAll(() => practice.close());

async function setUser({ identity, boundary }: Setup): Promise<void> {
  const UserName = name;
  const PolicyName = 'own';
  const PolicyDocument = identity && documents[identity];
  const PermissionsBoundary = boundary && boundaryArn(boundary);
  await (PolicyDocument === undefined
    ? admin.iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })).catch(ignoreMissing)
    : admin.iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })));
  await (PermissionsBoundary === undefined
    ? admin.iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName })).catch(ignoreMissing)
    : admin.iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary })));
}

async function setRole({ identity, boundary }: Setup): Promise<void> {
  const RoleName = name;
  const PolicyName = 'own';
  const PolicyDocument = identity && documents[identity];
  const PermissionsBoundary = boundary && boundaryArn(boundary);
  await (PolicyDocument === undefined
    ? admin.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })).catch(ignoreMissing)
    : admin.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })));
  await (PermissionsBoundary === undefined
    ? admin.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })).catch(ignoreMissing)
    : admin.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })));
}

function ignoreMissing(error: Error): void {
  if (error.name !== 'NoSuchEntityException') throw error;
}

async function sessionOf({ session }: Setup) {
  const { Credentials } = await admin.sts.send(
    new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: 'one',
      ...(session === undefined ? {} : { Policy: documents[session] }),
    }),
  );
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

/** Reads the object under these policies. Returns `allowed` or S3's message. */
async function read(setup: Setup): Promise<string> {
  const isOther = setup.owner === 'other account';
  const bucket = isOther ? `${Bucket}-other` : Bucket;
  const bucketOwner = isOther ? owner : admin;
  await (setup.caller === 'user' ? setUser : setRole)(setup);
  const Policy = setup.policy?.replaceAll(`${Bucket}/*`, `${bucket}/*`);
  await (Policy === undefined
    ? bucketOwner.s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }))
    : bucketOwner.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy })));
  const caller = clientsOf(setup.caller === 'user' ? user : await sessionOf(setup));
  try {
    await caller.s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'book' }));
    return 'allowed';
  } catch (error) {
    return (error as Error).message;
  }
}

const implicit = (policyType: string) => `because no ${policyType} allows the s3:GetObject action`;
const explicit = (policyType: string) => `with an explicit deny in a${policyType}`;

// IAM User Guide, "Permissions boundaries for IAM entities" and "How AWS enforcement code logic evaluates requests to
// allow or deny access": resource-based policies by the type of their principal.
describe("within an account, a bucket's policy", () => {
  it.each<[string, Setup, string]>([
    [
      'grants to a user, whatever its own policies omit',
      { caller: 'user', policy: grant(to(userArn)) },
      'allowed',
    ],
    [
      "grants to a user's ARN, which its boundary does not limit",
      { caller: 'user', boundary: 'silent', policy: grant(to(userArn)) },
      'allowed',
    ],
    [
      "grants to a session's ARN, which neither boundary nor session policy limits",
      { caller: 'session', boundary: 'silent', session: 'silent', policy: grant(to(sessionArn)) },
      'allowed',
    ],
    ["grants to a role's ARN", { caller: 'session', policy: grant(to(roleArn)) }, 'allowed'],
    [
      "grants to a role's ARN within its boundary and session policy",
      { caller: 'session', boundary: 'allow', session: 'allow', policy: grant(to(roleArn)) },
      'allowed',
    ],
    [
      "grants to a role's ARN only what its boundary allows",
      { caller: 'session', boundary: 'silent', policy: grant(to(roleArn)) },
      implicit('permissions boundary'),
    ],
    [
      "grants to a role's ARN only what the session policy allows",
      { caller: 'session', session: 'silent', policy: grant(to(roleArn)) },
      implicit('session policy'),
    ],
    [
      'that names both the role and the session grants to the session',
      { caller: 'session', boundary: 'silent', session: 'silent', policy: grant(to(roleArn, sessionArn)) },
      'allowed',
    ],
    [
      'delegates to the account: a user needs its own allow',
      { caller: 'user', policy: grant(to(accountArn)) },
      implicit('identity-based policy'),
    ],
    [
      'delegates to the account: a user with its own allow',
      { caller: 'user', identity: 'allow', policy: grant(to(accountArn)) },
      'allowed',
    ],
    [
      'delegates to the account: a role needs its own allow',
      { caller: 'session', policy: grant(to(ours)) },
      implicit('identity-based policy'),
    ],
    [
      'delegates to the account: the boundary limits the own allow',
      { caller: 'session', identity: 'allow', boundary: 'silent', policy: grant(to(ours)) },
      implicit('permissions boundary'),
    ],
    [
      'delegates to the account: the session policy limits the own allow',
      { caller: 'session', identity: 'allow', session: 'silent', policy: grant(to(ours)) },
      implicit('session policy'),
    ],
    [
      'grants to another session, which is no grant to this one',
      { caller: 'session', policy: grant(to(`${sessionArn}-more`)) },
      implicit('identity-based policy'),
    ],
  ])('%s', async (_, setup, expected) => {
    expect(await read(setup)).toContain(expected);
  });

  // IAM User Guide, "AWS JSON policy elements: Principal": a wildcard with the condition key aws:PrincipalArn.
  it('grants to everyone with a condition on the role, which neither boundary nor session policy limits', async () => {
    const policy = document({
      Effect: 'Allow',
      ...everyone,
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
      Condition: { ArnEquals: { 'aws:PrincipalArn': roleArn } },
    });
    expect(await read({ caller: 'session', boundary: 'silent', session: 'silent', policy })).toBe('allowed');
  });
});

describe('an explicit deny overrides the grant to the caller by its ARN', () => {
  it.each<[string, Setup]>([
    ['n identity-based policy', { caller: 'user', identity: 'deny', policy: grant(to(userArn)) }],
    [' permissions boundary', { caller: 'user', boundary: 'deny', policy: grant(to(userArn)) }],
    [' permissions boundary', { caller: 'session', boundary: 'deny', policy: grant(to(sessionArn)) }],
    [' session policy', { caller: 'session', session: 'deny', policy: grant(to(sessionArn)) }],
    [' resource-based policy', { caller: 'session', identity: 'allow', policy: deny(to(roleArn)) }],
    [' resource-based policy', { caller: 'session', identity: 'allow', policy: deny(to(sessionArn)) }],
    [' resource-based policy', { caller: 'user', identity: 'allow', policy: deny(to(ours)) }],
  ])('in a%s', async (policyType, setup) => {
    expect(await read(setup)).toContain(explicit(policyType));
  });
});

// IAM User Guide, "Cross-account policy evaluation logic": both accounts have to allow.
describe("in another account's bucket", () => {
  const across = { owner: 'other account' } as const;
  it.each<[string, Setup, string]>([
    ['no policy', { ...across, caller: 'user', identity: 'allow' }, 'Access Denied'],
    ['only the grant', { ...across, caller: 'user', policy: grant(to(userArn)) }, 'Access Denied'],
    [
      'both sides, user',
      { ...across, caller: 'user', identity: 'allow', policy: grant(to(userArn)) },
      'allowed',
    ],
    [
      'both sides, account',
      { ...across, caller: 'user', identity: 'allow', policy: grant(to(ours)) },
      'allowed',
    ],
    [
      "a user's ARN, but its boundary omits the action",
      { ...across, caller: 'user', identity: 'allow', boundary: 'silent', policy: grant(to(userArn)) },
      'Access Denied',
    ],
    [
      "a session's ARN, but the session policy omits the action",
      { ...across, caller: 'session', identity: 'allow', session: 'silent', policy: grant(to(sessionArn)) },
      'Access Denied',
    ],
    [
      "a session's ARN and the role's own allow",
      { ...across, caller: 'session', identity: 'allow', policy: grant(to(sessionArn)) },
      'allowed',
    ],
    [
      "a session's ARN alone",
      { ...across, caller: 'session', policy: grant(to(sessionArn)) },
      'Access Denied',
    ],
  ])('%s', async (_, setup, expected) => {
    expect(await read(setup)).toBe(expected);
  });
});

// IAM User Guide, "AWS JSON policy elements: NotPrincipal".
describe('a Deny with NotPrincipal', () => {
  const denied = explicit(' resource-based policy');
  const allowed = 'allowed';
  it.each<[string, Setup, string]>([
    [
      'exempts a user with its account',
      { caller: 'user', policy: deny(allBut(accountArn, userArn)) },
      allowed,
    ],
    ['denies the user without its account', { caller: 'user', policy: deny(allBut(userArn)) }, denied],
    [
      'denies other users of the account',
      { caller: 'user', policy: deny(allBut(accountArn, roleArn)) },
      denied,
    ],
    [
      'exempts a session with its role and account',
      { caller: 'session', policy: deny(allBut(accountArn, roleArn, sessionArn)) },
      allowed,
    ],
    [
      'denies the session without its ARN',
      { caller: 'session', policy: deny(allBut(accountArn, roleArn)) },
      denied,
    ],
    [
      'denies a user that has a boundary, whoever is named',
      { caller: 'user', boundary: 'allow', policy: deny(allBut(accountArn, userArn)) },
      denied,
    ],
  ])('%s', async (_, setup, expected) => {
    expect(await read({ ...setup, identity: 'allow' })).toContain(expected);
  });
});
