import type {
  AssumeRoleCommandInput,
  AssumeRoleResponse,
  Credentials,
  GetSessionTokenCommandInput,
  GetSessionTokenResponse,
} from '@aws-sdk/client-sts';
import type { Call, Emulator, Permission, Service } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import type { Operations } from '../../core/operations.ts';
import { deniedMessage } from '../iam/denied-message.ts';
import { explain } from '../iam/evaluate.ts';
import { type KeyRecord, keys } from '../iam/records.ts';
import { requireInlinePolicy } from '../iam/require-policy-documents.ts';
import { assumePermission, assumeRoleDenied, roleByArn } from './assume.ts';
import { openRoleSession, openUserSession } from './session.ts';

const emptyTrustPolicy = '{"Version":"2012-10-17","Statement":[]}';

const operations = {
  GetCallerIdentity: {
    permissions: () => [],
    run: (_input, { caller }) => ({ UserId: caller.userId, Account: caller.accountId, Arn: caller.arn }),
  },
  AssumeRole: { permissions: assumeRolePermissions, run: assumeRole },
  GetSessionToken: { permissions: () => [], run: getSessionToken },
  GetAccessKeyInfo: {
    permissions: () => [{ action: 'sts:GetAccessKeyInfo', resource: '*' }],
    run(input, call) {
      const key = keys(call.emulator).get(input.AccessKeyId ?? '');
      if (key === undefined) {
        throw new AwsError('ValidationError', `Access key ${input.AccessKeyId} is invalid`);
      }
      return { Account: key.accountId };
    },
  },
} satisfies Operations<typeof import('@aws-sdk/client-sts')>;

/** STS: the caller's identity and temporary credentials. */
export function stsService(_emulator: Emulator): Service {
  return {
    name: 'sts',
    operations,
    // For AssumeRole, the role's trust policy is the resource's policy. A role that does not exist trusts no caller.
    resourcePolicy(resource, emulator) {
      const ownerAccountId = /^arn:aws:iam::(\d{12}):role\//.exec(resource)?.[1];
      if (ownerAccountId === undefined) return undefined;
      return { ownerAccountId, policy: roleByArn(emulator, resource)?.trust ?? emptyTrustPolicy };
    },
    denied,
  };
}

function assumeRolePermissions(input: AssumeRoleCommandInput, call: Call): Permission[] {
  const roleArn = input.RoleArn ?? '';
  if (!/^arn:[\w-]+:iam::\d{12}:role\/.+/.test(roleArn)) {
    throw new AwsError('ValidationError', `${roleArn} is invalid`);
  }
  if (call.caller.kind === 'root') {
    throw new AwsError('AccessDenied', 'Roles may not be assumed by root accounts.', 403);
  }
  const context: Record<string, string> = { 'sts:RoleSessionName': input.RoleSessionName ?? '' };
  if (input.ExternalId !== undefined) context['sts:ExternalId'] = input.ExternalId;
  for (const { Key, Value } of input.Tags ?? []) context[`aws:RequestTag/${Key}`] = Value ?? '';
  const assume = assumePermission(roleArn, context);
  return input.Tags?.length ? [assume, { ...assume, action: 'sts:TagSession' }] : [assume];
}

function assumeRole(input: AssumeRoleCommandInput, call: Call): AssumeRoleResponse {
  const role = roleByArn(call.emulator, input.RoleArn ?? '');
  if (role === undefined) throw assumeRoleDenied(call.caller, input.RoleArn ?? '');
  const durationSeconds = input.DurationSeconds ?? 3600;
  if (durationSeconds > role.maxSessionDuration) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  if (call.caller.kind === 'role' && durationSeconds > 3600) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  }
  if (input.Policy !== undefined) requireInlinePolicy(input.Policy);
  const policyArns = input.PolicyArns?.flatMap(({ arn }) => arn ?? []);
  const tags = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  const key = openRoleSession(call.emulator, role, {
    sessionName: input.RoleSessionName ?? '',
    durationSeconds,
    region: call.region,
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ...(input.Policy === undefined ? {} : { policies: [input.Policy] }),
    ...(policyArns === undefined || policyArns.length === 0 ? {} : { policyArns }),
  });
  return {
    Credentials: credentials(key),
    AssumedRoleUser: { AssumedRoleId: key.userId, Arn: key.session?.sessionArn },
  };
}

function getSessionToken(input: GetSessionTokenCommandInput, call: Call): GetSessionTokenResponse {
  const { caller } = call;
  if (caller.kind === 'role' || caller.accessKeyId?.startsWith('ASIA')) {
    throw new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', 403);
  }
  const maxSeconds = caller.kind === 'root' ? 3600 : 129_600;
  const seconds = Math.min(input.DurationSeconds ?? 43_200, maxSeconds);
  return { Credentials: credentials(openUserSession(call.emulator, caller, seconds)) };
}

function credentials({ accessKeyId, secretAccessKey, session }: KeyRecord): Credentials {
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: session?.token ?? '',
    Expiration: new Date(session?.expires ?? 0),
  };
}

function denied(permission: Permission, call: Call): Error {
  const { decision, by } = explain(call.emulator, call.caller, permission, call);
  if (
    permission.action === 'sts:AssumeRole' &&
    decision === 'implicitDeny' &&
    by === 'resource-based policy'
  ) {
    return assumeRoleDenied(call.caller, permission.resource);
  }
  return new AwsError('AccessDenied', deniedMessage(permission, call), 403);
}
