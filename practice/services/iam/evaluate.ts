import { defined } from '../../core/defined.ts';
import type { Call, Caller, Emulator, Permission } from '../../core/emulator.ts';
import { awsManaged } from './aws-managed.ts';
import { type Context, contextOf } from './policy/context.ts';
import { type Decision, decide, type EvaluationResult } from './policy/decide.ts';
import { InvalidPolicyError, type PolicyDocument, parsePolicy } from './policy/document.ts';
import { type Identity, identityByArn, keys, policies, type Session } from './records.ts';

/** The members of a call that the decision depends on. A simulation has no call, so it provides only these. */
export type RequestContext = Pick<Call, 'region' | 'now' | 'http'>;

/** Whether IAM allows `caller` this permission, by the same evaluation as `explain`. */
export function evaluate(
  emulator: Emulator,
  caller: Caller,
  permission: Permission,
  requestContext: RequestContext,
): Decision {
  return explain(emulator, caller, permission, requestContext).decision;
}

/** Collects the policies and condition keys that apply to a permission, and returns the decision with its reason. */
export function explain(
  emulator: Emulator,
  caller: Caller,
  permission: Permission,
  requestContext: RequestContext,
): EvaluationResult {
  const identity = identityOf(emulator, caller);
  const session =
    caller.accessKeyId === undefined ? undefined : keys(emulator).get(caller.accessKeyId)?.session;
  const [service = ''] = permission.action.split(':');
  const resource = emulator.services.get(service)?.resourcePolicy?.(permission.resource, emulator);
  const context = buildContext(caller, permission, requestContext, resource?.ownerAccountId, {
    ...identity?.tags,
    ...session?.tags,
  });
  const boundary =
    identity?.boundary === undefined ? undefined : managedDocuments(emulator, [identity.boundary]);
  const sessionPolicies = sessionPoliciesOf(emulator, session);
  return decide({
    caller: caller,
    action: permission.action,
    resource: permission.resource,
    context,
    identity: identity === undefined ? [] : policiesOf(emulator, identity),
    limits: {
      ...defined({ boundary, session: sessionPolicies }),
    },
    resourcePolicy:
      resource?.policy === undefined || isRootPolicyAccess(caller, permission, resource.ownerAccountId)
        ? undefined
        : parse(resource.policy),
    ownerAccountId: resource?.ownerAccountId ?? accountInArn(permission.resource) ?? caller.accountId,
    trust: service === 'sts' && resource?.policy !== undefined,
  });
}

const bucketPolicyActions = new Set(['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy']);

/** A bucket's policy cannot keep its own account's root user from reading or changing the policy. */
function isRootPolicyAccess(caller: Caller, { action }: Permission, ownerAccountId: string): boolean {
  return caller.kind === 'root' && caller.accountId === ownerAccountId && bucketPolicyActions.has(action);
}

/** The user or role behind a caller. A session does not belong to a role that was deleted and created again. */
function identityOf(emulator: Emulator, caller: Caller): Identity | undefined {
  if (caller.kind !== 'user' && caller.kind !== 'role') return undefined;
  const identity = identityByArn(emulator, caller.principalArn);
  return identity?.id === caller.userId.split(':')[0] ? identity : undefined;
}

/** The inline and attached policy documents of a user or role. */
export function policiesOf(emulator: Emulator, identity: Identity): PolicyDocument[] {
  return [...Object.values(identity.inline).map(parse), ...managedDocuments(emulator, identity.attached)];
}

/** The documents of managed policies, customers' and AWS's. An ARN without a policy is skipped. */
export function managedDocuments(emulator: Emulator, arns: string[]): PolicyDocument[] {
  return arns.flatMap((arn) => {
    const policy = policies(emulator).get(arn);
    const version = policy?.versions.find(({ id }) => id === policy.defaultVersionId);
    const document = version?.document ?? awsManaged.get(arn)?.document;
    return document === undefined ? [] : [parse(document)];
  });
}

function sessionPoliciesOf(emulator: Emulator, session: Session | undefined): PolicyDocument[] | undefined {
  if (session?.policies === undefined && session?.policyArns === undefined) return undefined;
  return [...(session.policies ?? []).map(parse), ...managedDocuments(emulator, session.policyArns ?? [])];
}

/** Cache of parsed documents by text. Nearly every call is decided by the same few documents. */
const parsedPolicies = new Map<string, PolicyDocument>();
const maxParsed = 1000;

/** Parses a stored policy. Stored policies are valid; an invalid one would allow and deny nothing. */
function parse(text: string): PolicyDocument {
  const cached = parsedPolicies.get(text);
  if (cached !== undefined) return cached;
  let document: PolicyDocument = { variables: false, statements: [] };
  try {
    document = parsePolicy(text);
  } catch (error) {
    if (!(error instanceof InvalidPolicyError)) throw error;
  }
  if (parsedPolicies.size >= maxParsed) parsedPolicies.clear();
  parsedPolicies.set(text, document);
  return document;
}

/** The account in an ARN. S3's ARNs contain none. */
function accountInArn(resource: string): string | undefined {
  return /^\d{12}$/.exec(resource.split(':')[4] ?? '')?.[0];
}

function buildContext(
  caller: Caller,
  permission: Permission,
  { region, now, http }: RequestContext,
  owner: string | undefined,
  tags: Record<string, string>,
): Context {
  const principalTags = Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]);
  const requestTags = Object.keys(permission.context ?? {}).flatMap(
    (key) => /^aws:RequestTag\/(.*)$/s.exec(key)?.[1] ?? [],
  );
  const hasPrincipal = caller.kind !== 'anonymous' && caller.kind !== 'service';
  const resourceAccount = owner ?? accountInArn(permission.resource);
  return contextOf({
    'aws:PrincipalArn': hasPrincipal ? caller.principalArn : undefined,
    'aws:PrincipalAccount': hasPrincipal ? caller.accountId : undefined,
    'aws:PrincipalType': principalTypes[caller.kind],
    'aws:PrincipalIsAWSService': String(caller.kind === 'service'),
    'aws:PrincipalServiceName': caller.kind === 'service' ? caller.principalArn : undefined,
    'aws:ViaAWSService': 'false',
    'aws:userid': caller.kind === 'anonymous' ? 'anonymous' : caller.userId,
    'aws:username': caller.kind === 'user' ? caller.arn.split('/').at(-1) : undefined,
    'aws:ResourceAccount': resourceAccount,
    'aws:RequestedRegion': region,
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SecureTransport': String(http?.secure ?? true),
    'aws:SourceIp': http === undefined ? undefined : '127.0.0.1',
    'aws:UserAgent': http?.headers['user-agent'],
    'aws:Referer': http?.headers.referer,
    'aws:TagKeys': requestTags.length === 0 ? undefined : requestTags,
    ...Object.fromEntries(principalTags),
    ...permission.context,
  });
}

const principalTypes: Record<Caller['kind'], string | undefined> = {
  user: 'User',
  role: 'AssumedRole',
  root: 'Account',
  service: undefined,
  anonymous: 'Anonymous',
};
