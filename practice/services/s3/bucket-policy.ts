import { AwsError } from '../../core/errors.ts';
import { InvalidPolicyError, parsePolicy } from '../iam/policy/document.ts';
import { matches } from '../iam/policy/match.ts';
import { publicActions } from './acl.ts';
import { bucketArn, objectArn, parseArn } from './names.ts';
import type { Bucket } from './records.ts';
import type { S3State } from './state.ts';

type OneOrMore = string | string[];
type Condition = Record<string, Record<string, OneOrMore>>;

export interface Statement {
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | Record<string, OneOrMore>;
  NotPrincipal?: unknown;
  Action?: OneOrMore;
  NotAction?: OneOrMore;
  Resource?: OneOrMore;
  NotResource?: OneOrMore;
  Condition?: Condition;
}

const toArray = (value: OneOrMore | undefined) =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** A client's document can have members of any type, so they are checked at run time. */
const isText = (value: unknown) => typeof value === 'string';

const malformed = (message: string) => new AwsError('MalformedPolicy', message, 400);

/** The statements of a bucket policy. Throws MalformedPolicy for a policy that S3 rejects. */
export function readBucketPolicy(bucket: string, text: string): Statement[] {
  if (Buffer.byteLength(text) > 20_480)
    throw malformed('Normalized policy document exceeds the maximum allowed size of 20480 bytes.');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    document = undefined;
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    throw malformed("Policies must be valid JSON and the first byte must be '{'");
  const { Version: version, Statement: statement } = document as { Version?: string; Statement?: unknown };
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17')
    throw malformed('The policy must contain a valid version string');
  if (statement === undefined) throw malformed('Missing required field Statement');
  const statements = (Array.isArray(statement) ? statement : [statement]) as Statement[];
  if (statements.length === 0) throw malformed('Could not parse the policy: Statement is empty!');
  for (const each of statements) checkStatement(bucket, each);
  checkGrammar(text);
  return statements;
}

/**
 * Checks for errors that have no message of their own in S3, so that IAM's evaluation can parse every stored policy.
 */
function checkGrammar(text: string): void {
  try {
    parsePolicy(text);
  } catch (error) {
    if (error instanceof InvalidPolicyError) throw malformed('Policy has invalid syntax');
    throw error;
  }
}

function checkStatement(bucket: string, statement: Statement): void {
  if (typeof statement !== 'object' || statement === null) throw malformed('Policy has invalid Statement');
  const { Action, NotAction, Resource, NotResource } = statement;
  if (statement.Effect === undefined) throw malformed('Missing required field Effect');
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny')
    throw malformed(`Invalid effect: ${String(statement.Effect)}`);
  if (statement.Principal === undefined && statement.NotPrincipal === undefined)
    throw malformed('Missing required field Principal');
  if (!isPrincipal(statement.Principal ?? '*')) throw malformed('Invalid principal in policy');
  const actions = toArray(Action ?? NotAction);
  if (actions.length === 0) throw malformed('Missing required field Action');
  if (!actions.every((action) => isText(action) && (action === '*' || /^s3:[\w*?]+$/i.test(action))))
    throw malformed('Policy has invalid action');
  const resources = toArray(Resource ?? NotResource);
  if (resources.length === 0) throw malformed('Missing required field Resource');
  const ownArn = bucketArn(bucket);
  const isWithinBucket = (arn: string) =>
    matches(arn, ownArn) || arn.startsWith(`${ownArn}/`) || matches(arn.split('/')[0] ?? '', ownArn);
  if (!resources.every((arn) => isText(arn) && isWithinBucket(arn)))
    throw malformed('Policy has invalid resource');
  if (
    statement.Condition !== undefined &&
    (typeof statement.Condition !== 'object' || statement.Condition === null)
  )
    throw malformed('Policy has an invalid condition key');
}

const principalForm = /^(\*|\d{12}|arn:aws[\w-]*:(iam|sts)::(\d{12})?:.+|A[A-Z0-9]{15,})$/;

function isPrincipal(principal: Statement['Principal']): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  return Object.entries(principal).every(([kind, names]) => {
    if (kind === 'AWS') return toArray(names).every((name) => isText(name) && principalForm.test(name));
    return ['Service', 'CanonicalUser', 'Federated'].includes(kind) && toArray(names).length > 0;
  });
}

// A condition on one of these keys limits a statement to known callers. S3's "The meaning of public" lists them.
const narrowingKeys = new Set(
  [
    'aws:PrincipalArn aws:PrincipalAccount aws:PrincipalOrgID aws:PrincipalOrgPaths aws:SourceAccount',
    'aws:SourceArn aws:SourceIp aws:SourceOwner aws:SourceOrgID aws:SourceVpc aws:SourceVpce aws:userid',
    's3:DataAccessPointAccount s3:DataAccessPointArn s3:x-amz-server-side-encryption-aws-kms-key-id',
  ]
    .join(' ')
    .toLowerCase()
    .split(' '),
);

function isNarrowed(condition: Condition | undefined): boolean {
  return Object.entries(condition ?? {}).some(
    ([operator, keys]) =>
      !/Not|Null|IfExists$/.test(operator) &&
      Object.entries(keys).some(
        ([key, values]) =>
          narrowingKeys.has(key.toLowerCase()) &&
          toArray(values).length > 0 &&
          toArray(values).every((value) => value !== '' && !/^\*+$/.test(value) && !/\/0$/.test(value)),
      ),
  );
}

/** Whether the policy grants any permission to everyone. */
export function isPublic(statements: Statement[]): boolean {
  return statements.some((statement) => {
    if (statement.Effect !== 'Allow' || isNarrowed(statement.Condition)) return false;
    const { Principal: principal } = statement;
    if (statement.NotPrincipal !== undefined || principal === '*' || principal === undefined) return true;
    return toArray(principal.AWS).includes('*') || toArray(principal.CanonicalUser).includes('*');
  });
}

interface ReadPolicy {
  version: string;
  statements: Statement[];
}

/** Buckets' policies as they were read. A record is never changed in place, so what was read stays valid. */
const readPolicies = new WeakMap<Bucket, ReadPolicy>();

/** A call to delete a thousand objects needs the policy a thousand times. */
function policyOf(bucket: Bucket): ReadPolicy {
  const known = readPolicies.get(bucket);
  if (known !== undefined) return known;
  const read = readPolicy(bucket);
  readPolicies.set(bucket, read);
  return read;
}

function readPolicy({ name, policy }: Bucket): ReadPolicy {
  if (policy === undefined) return { version: '2012-10-17', statements: [] };
  const { Version: version = '2008-10-17' } = JSON.parse(policy) as { Version?: string };
  return { version, statements: readBucketPolicy(name, policy) };
}

/**
 * The bucket's policy together with statements for its public ACLs. When RestrictPublicBuckets restricts a public
 * policy, its grants apply only to the bucket's own account. Undefined when `resource` is in no existing bucket.
 */
export function effectivePolicy(
  state: S3State,
  resource: string,
): { ownerAccountId: string; policy?: string } | undefined {
  const parsedArn = parseArn(resource);
  const bucket = state.buckets.get(parsedArn?.bucket ?? '');
  if (parsedArn === undefined || bucket === undefined) return undefined;
  const { version, statements: fromPolicy } = policyOf(bucket);
  const isRestricted = bucket.publicAccessBlock?.RestrictPublicBuckets && isPublic(fromPolicy);
  const statements = [
    ...(isRestricted
      ? fromPolicy.map((statement) => limitedToAccount(statement, bucket.accountId))
      : fromPolicy),
    ...aclStatements(state, bucket, parsedArn.key),
  ];
  const ownerAccountId = bucket.accountId;
  if (statements.length === 0) return { ownerAccountId };
  return { ownerAccountId, policy: JSON.stringify({ Version: version, Statement: statements }) };
}

function limitedToAccount(statement: Statement, accountId: string): Statement {
  if (statement.Effect === 'Deny') return statement;
  const equals = { ...statement.Condition?.StringEquals, 'aws:PrincipalAccount': accountId };
  return { ...statement, Condition: { ...statement.Condition, StringEquals: equals } };
}

function aclStatements(state: S3State, bucket: Bucket, key: string | undefined): Statement[] {
  const aclsIgnored =
    bucket.ownership === 'BucketOwnerEnforced' || bucket.publicAccessBlock?.IgnorePublicAcls;
  if (aclsIgnored) return [];
  const latest = key === undefined ? undefined : state.latest(bucket.name, key);
  const grant = (actions: string[], resources: string[]): Statement[] =>
    actions.length === 0 ? [] : [{ Effect: 'Allow', Principal: '*', Action: actions, Resource: resources }];
  return [
    ...grant(publicActions(bucket.acl, 'bucket'), [bucketArn(bucket.name), objectArn(bucket.name, '*')]),
    ...(latest === undefined || latest.marker || key === undefined
      ? []
      : grant(publicActions(latest.acl, 'object'), [objectArn(bucket.name, key)])),
  ];
}
