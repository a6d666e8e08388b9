import type { SimulatePrincipalPolicyCommandInput } from '@aws-sdk/client-iam';
import { AwsError } from '../../core/errors.ts';
import type { Call } from '../../core/world.ts';
import { managedDocuments, policiesOf } from './evaluate.ts';
import { malformed, noSuchEntity } from './faults.ts';
import type { Entries } from './operation.ts';
import { pageOf } from './paging.ts';
import { contextOf } from './policy/context.ts';
import { decide } from './policy/decide.ts';
import { type PolicyDocument, PolicyFault, parsePolicy } from './policy/document.ts';
import { type Identity, identityByArn } from './records.ts';

/** IAM's simulator, for one user or role: what its own policies would say, without any resource's policy. */
export const simulateOperations: Entries = {
  SimulatePrincipalPolicy: {
    asks: ({ PolicySourceArn = '' }: SimulatePrincipalPolicyCommandInput) => [
      { action: 'iam:SimulatePrincipalPolicy', resource: PolicySourceArn },
    ],
    run: (input: SimulatePrincipalPolicyCommandInput, call) => {
      const identity = demandIdentity(input.PolicySourceArn ?? '', call);
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
};

function demandIdentity(arn: string, call: Call): Identity {
  if (!/^arn:[\w-]+:iam::\d{12}:(user|role)\/.+/.test(arn)) {
    throw new AwsError(
      'InvalidInput',
      `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
    );
  }
  const identity = identityByArn(call.world, arn);
  if (identity?.accountId !== call.caller.accountId) throw noSuchEntity(`${arn} cannot be found.`);
  return identity;
}

function simulate(
  identity: Identity,
  action: string,
  resource: string,
  input: SimulatePrincipalPolicyCommandInput,
  call: Call,
): object {
  const given = (input.ContextEntries ?? []).map(({ ContextKeyName = '', ContextKeyValues = [] }) => [
    ContextKeyName,
    ContextKeyValues,
  ]);
  const kind = identity.arn.includes(':role/') ? 'role' : 'user';
  const boundary =
    identity.boundary === undefined ? undefined : managedDocuments(call.world, [identity.boundary]);
  const { decision } = decide({
    asker: { kind, accountId: identity.accountId, arn: identity.arn, principalArn: identity.arn },
    action,
    resource,
    context: contextOf({
      'aws:PrincipalArn': identity.arn,
      'aws:PrincipalAccount': identity.accountId,
      'aws:username': kind === 'user' ? identity.name : undefined,
      'aws:CurrentTime': new Date(call.now).toISOString(),
      ...Object.fromEntries(given),
    }),
    identity: [...policiesOf(call.world, identity), ...(input.PolicyInputList ?? []).map(parsed)],
    limits: boundary === undefined ? {} : { boundary },
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

function parsed(text: string): PolicyDocument {
  try {
    return parsePolicy(text);
  } catch (error) {
    throw error instanceof PolicyFault ? malformed(error.message) : error;
  }
}
