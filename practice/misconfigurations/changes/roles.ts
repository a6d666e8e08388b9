import { AwsError } from '../../core/errors.ts';
import { matches } from '../../services/iam/policy/match.ts';
import type { Site } from '../site.ts';
import { definitionOf } from './pipelines.ts';

interface Statement {
  Effect: string;
  Action?: string | string[];
  Resource?: string | string[];
}

const many = (value: string | string[] | undefined) => (value === undefined ? [] : [value].flat());

/** The name of the role that the pipeline runs under. */
export async function roleOf(site: Site): Promise<string> {
  return (await definitionOf(site)).roleArn?.split('/').at(-1) ?? site.names.role;
}

async function inlinePolicies(site: Site, RoleName: string) {
  const { PolicyNames = [] } = await site.call<{ PolicyNames?: string[] }>('iam', 'ListRolePolicies', {
    RoleName,
  });
  return Promise.all(
    PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = '' } = await site.call<{ PolicyDocument?: string }>('iam', 'GetRolePolicy', {
        RoleName,
        PolicyName,
      });
      const text = PolicyDocument.startsWith('%') ? decodeURIComponent(PolicyDocument) : PolicyDocument;
      const document = JSON.parse(text) as { Version?: string; Statement: Statement | Statement[] };
      return { PolicyName, statements: [document.Statement].flat() };
    }),
  );
}

async function put(site: Site, RoleName: string, PolicyName: string, Statement: Statement[]): Promise<void> {
  // A policy needs a statement.
  if (Statement.length === 0)
    return void (await site.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await site.call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
}

/** What is left of a statement when these actions on this resource are taken out of it. */
function less(statement: Statement, actions: readonly string[], resource: string): Statement[] {
  const [own, on] = [many(statement.Action), many(statement.Resource)];
  const hit = own.filter((pattern) => actions.some((action) => matches(pattern, action, undefined, true)));
  const hitOn = on.filter((pattern) => matches(pattern, resource));
  if (statement.Effect !== 'Allow' || hit.length === 0 || hitOn.length === 0) return [statement];
  const others = own.filter((pattern) => !hit.includes(pattern));
  const otherwise = on.filter((pattern) => !hitOn.includes(pattern));
  return [
    ...(others.length > 0 ? [{ ...statement, Action: others }] : []),
    ...(otherwise.length > 0 ? [{ ...statement, Action: hit, Resource: otherwise }] : []),
  ];
}

/** Takes these actions on this resource out of the inline policies of the pipeline's role. */
export async function dropFromRolePolicy(
  site: Site,
  actions: readonly string[],
  resource: string,
): Promise<void> {
  const RoleName = await roleOf(site);
  let dropped = false;
  for (const { PolicyName, statements } of await inlinePolicies(site, RoleName)) {
    const left = statements.flatMap((statement) => less(statement, actions, resource));
    if (JSON.stringify(left) === JSON.stringify(statements)) continue;
    dropped = true;
    await put(site, RoleName, PolicyName, left);
  }
  if (dropped) return;
  throw new AwsError(
    'NoSuchStatement',
    `No inline policy of role ${RoleName} allows ${actions.join(' or ')} on ${resource}.`,
    409,
  );
}

/** Allows the pipeline's role something more, in the lab's own policy. */
export async function allowInRolePolicy(site: Site, Action: string[], Resource: string): Promise<void> {
  const RoleName = await roleOf(site);
  const policies = await inlinePolicies(site, RoleName);
  const { PolicyName, statements } = policies[0] ?? { PolicyName: site.names.policy, statements: [] };
  await put(site, RoleName, PolicyName, [...statements, { Effect: 'Allow', Action, Resource }]);
}

/** Deletes a role with all that hangs on it. */
export async function removeRole(site: Site, RoleName: string): Promise<void> {
  for (const { PolicyName } of await inlinePolicies(site, RoleName))
    await site.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  const { AttachedPolicies = [] } = await site.call<{ AttachedPolicies?: { PolicyArn?: string }[] }>(
    'iam',
    'ListAttachedRolePolicies',
    { RoleName },
  );
  for (const { PolicyArn } of AttachedPolicies)
    await site.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  await site.call('iam', 'DeleteRole', { RoleName });
}
