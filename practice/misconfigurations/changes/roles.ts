import { AwsError } from '../../core/errors.ts';
import { matches } from '../../services/iam/policy/match.ts';
import type { Lab } from '../lab.ts';
import { definitionOf } from './pipelines.ts';

interface Statement {
  Effect: string;
  Action?: string | string[];
  Resource?: string | string[];
}

const toArray = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat());

/** The name of the pipeline's role. */
export async function roleOf(lab: Lab): Promise<string> {
  return (await definitionOf(lab)).roleArn?.split('/').at(-1) ?? lab.names.role;
}

async function inlinePolicies(lab: Lab, RoleName: string) {
  const { PolicyNames = [] } = await lab.call<{ PolicyNames?: string[] }>('iam', 'ListRolePolicies', {
    RoleName,
  });
  return Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = '' } = await lab.call<{ PolicyDocument?: string }>('iam', 'GetRolePolicy', {
        RoleName,
        PolicyName,
      });
      const text = PolicyDocument.startsWith('%') ? decodeURIComponent(PolicyDocument) : PolicyDocument;
      const document = JSON.parse(text) as { Version?: string; Statement: Statement | Statement[] };
      return { PolicyName, statements: [document.Statement].flat() };
    }),
  );
}

async function putInlinePolicy(
  lab: Lab,
  RoleName: string,
  PolicyName: string,
  Statement: Statement[],
): Promise<void> {
  // IAM rejects a policy without statements.
  if (Statement.length === 0)
    return void (await lab.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await lab.call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
}

/** The statements that remain of a statement after these actions on this resource are removed from it. */
function subtractActions(statement: Statement, actions: readonly string[], resource: string): Statement[] {
  const [statementActions, statementResources] = [toArray(statement.Action), toArray(statement.Resource)];
  const removedActions = statementActions.filter((pattern) =>
    actions.some((action) => matches(pattern, action, undefined, true)),
  );
  const matchedResources = statementResources.filter((pattern) => matches(pattern, resource));
  if (statement.Effect !== 'Allow' || removedActions.length === 0 || matchedResources.length === 0)
    return [statement];
  const remainingActions = statementActions.filter((pattern) => !removedActions.includes(pattern));
  const remainingResources = statementResources.filter((pattern) => !matchedResources.includes(pattern));
  return [
    ...(remainingActions.length > 0 ? [{ ...statement, Action: remainingActions }] : []),
    ...(remainingResources.length > 0
      ? [{ ...statement, Action: removedActions, Resource: remainingResources }]
      : []),
  ];
}

/**
 * Removes these actions on this resource from the inline policies of the pipeline's role. Throws NoSuchStatement when
 * no policy allows any of them.
 */
export async function removeFromRolePolicy(
  lab: Lab,
  actions: readonly string[],
  resource: string,
): Promise<void> {
  const RoleName = await roleOf(lab);
  let changed = false;
  for (const { PolicyName, statements } of await inlinePolicies(lab, RoleName)) {
    const remaining = statements.flatMap((statement) => subtractActions(statement, actions, resource));
    if (JSON.stringify(remaining) === JSON.stringify(statements)) continue;
    changed = true;
    await putInlinePolicy(lab, RoleName, PolicyName, remaining);
  }
  if (changed) return;
  throw new AwsError(
    'NoSuchStatement',
    `No inline policy of role ${RoleName} allows ${actions.join(' or ')} on ${resource}.`,
    409,
  );
}

/**
 * Allows these actions in the first inline policy of the pipeline's role. Without one, creates the lab's own policy.
 */
export async function allowInRolePolicy(lab: Lab, Action: string[], Resource: string): Promise<void> {
  const RoleName = await roleOf(lab);
  const policies = await inlinePolicies(lab, RoleName);
  const { PolicyName, statements } = policies[0] ?? { PolicyName: lab.names.policy, statements: [] };
  await putInlinePolicy(lab, RoleName, PolicyName, [...statements, { Effect: 'Allow', Action, Resource }]);
}

/** Deletes a role, after its inline policies and the attachments of managed policies. */
export async function removeRole(lab: Lab, RoleName: string): Promise<void> {
  for (const { PolicyName } of await inlinePolicies(lab, RoleName))
    await lab.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  const { AttachedPolicies = [] } = await lab.call<{ AttachedPolicies?: { PolicyArn?: string }[] }>(
    'iam',
    'ListAttachedRolePolicies',
    { RoleName },
  );
  for (const { PolicyArn } of AttachedPolicies)
    await lab.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  await lab.call('iam', 'DeleteRole', { RoleName });
}
