import type { EvaluationResult, SimulatePrincipalPolicyCommandInput } from '@aws-sdk/client-iam';
import { defined } from '../../core/defined.ts';
import type { Call } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import { malformed, noSuchEntity } from './errors.ts';
import { managedDocuments, policiesOf } from './evaluate.ts';
import type { IamOperations } from './operations.ts';
import { pageOf } from './paging.ts';
import { contextOf } from './policy/context.ts';
import { decide } from './policy/decide.ts';
import { InvalidPolicyError, type PolicyDocument, parsePolicy } from './policy/document.ts';
import { type Identity, identityByArn } from './records.ts';

/** IAM's policy simulator for one user or role. It evaluates the identity's own policies and no resource's policy. */
export const simulateOperations = {
  SimulatePrincipalPolicy: {
    permissions: ({ PolicySourceArn = '' }) => [
      { action: 'iam:SimulatePrincipalPolicy', resource: PolicySourceArn },
    ],
    run: (input, call) => {
      const identity = requireIdentityByArn(input.PolicySourceArn ?? '', call);
      const results = (input.ActionNames ?? []).flatMap((action, at) =>
        (input.ResourceArns ?? ['*']).map((resource, index) => ({
          order: `${String(at).padStart(6, '0')}/${String(index).padStart(6, '0')}`,
          result: simulate(identity, action, resource, input, call),
        })),
      );
      const { items, rest } = pageOf(results, ({ order }) => order, input);
      return { EvaluationResults: items.map(({ result }) => result), ...rest };
    },
  },
} satisfies IamOperations;

function requireIdentityByArn(arn: string, call: Call): Identity {
  if (!/^arn:[\w-]+:iam::\d{12}:(user|role)\/.+/.test(arn)) {
    throw new AwsError(
      'InvalidInput',
      `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
    );
  }
  const identity = identityByArn(call.emulator, arn);
  if (identity?.accountId !== call.caller.accountId) throw noSuchEntity(`${arn} cannot be found.`);
  return identity;
}

function simulate(
  identity: Identity,
  action: string,
  resource: string,
  input: SimulatePrincipalPolicyCommandInput,
  call: Call,
): EvaluationResult {
  const contextEntries = (input.ContextEntries ?? []).map(
    ({ ContextKeyName = '', ContextKeyValues = [] }) => [ContextKeyName, ContextKeyValues],
  );
  const kind = identity.arn.includes(':role/') ? 'role' : 'user';
  const boundary =
    identity.boundary === undefined ? undefined : managedDocuments(call.emulator, [identity.boundary]);
  const { decision } = decide({
    caller: { kind, accountId: identity.accountId, arn: identity.arn, principalArn: identity.arn },
    action,
    resource,
    context: contextOf({
      'aws:PrincipalArn': identity.arn,
      'aws:PrincipalAccount': identity.accountId,
      'aws:username': kind === 'user' ? identity.name : undefined,
      'aws:CurrentTime': new Date(call.now).toISOString(),
      ...Object.fromEntries(contextEntries),
    }),
    identity: [
      ...policiesOf(call.emulator, identity),
      ...(input.PolicyInputList ?? []).map(parseInputPolicy),
    ],
    limits: defined({ boundary }),
    ownerAccountId: identity.accountId,
  });
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision,
    MatchedStatements: [],
    MissingContextValues: [],
  };
}

function parseInputPolicy(text: string): PolicyDocument {
  try {
    return parsePolicy(text);
  } catch (error) {
    throw error instanceof InvalidPolicyError ? malformed(error.message) : error;
  }
}
