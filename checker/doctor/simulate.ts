import type { EvaluationResult } from '@aws-sdk/client-iam';
import type { Calls } from '../account/calls.ts';
import { absent, all, andThen, type Fact, known, map } from '../account/fact.ts';
import { role } from '../account/iam.ts';
import { completeList, readAll } from '../account/paging.ts';
import type { Identity } from '../account/sts.ts';
import type { LabNames } from '../lab/lab.ts';

/** The simulator's decision about one action. */
export interface Decision {
  action: string;
  allowed: boolean;
  /** Why it is denied, and on which resource. */
  reason: string;
}

/** The ARN whose policies are simulated: a user's own, or that of a session's role. Absent for other callers. */
export async function principalOf(calls: Calls, caller: Identity): Promise<Fact<string>> {
  if (caller.kind === 'user') return known(caller.arn);
  if (caller.kind !== 'session') return absent('NoPolicies');
  const name = caller.arn.split('/')[1] ?? '';
  return map(await role(calls, name), ({ arn }) => arn);
}

function decision({
  EvalActionName: action = '',
  EvalDecision,
  EvalResourceName: resource = '*',
  MissingContextValues: missing = [],
  OrganizationsDecisionDetail: organization,
  PermissionsBoundaryDecisionDetail: boundary,
}: EvaluationResult): Decision {
  const allowed = EvalDecision === 'allowed';
  const denial =
    organization?.AllowedByOrganizations === false
      ? 'a policy of the organization says no'
      : boundary?.AllowedByPermissionsBoundary === false
        ? 'the permissions boundary says no'
        : EvalDecision === 'explicitDeny'
          ? 'a policy denies it'
          : missing.length > 0
            ? `no policy allows it without ${missing.join(', ')}`
            : 'no policy allows it';
  return { action, allowed, reason: `${denial} on ${resource}` };
}

/**
 * What this principal's own policies decide about these actions on these resources. Resource policies and session
 * policies are not evaluated. Source: IAM's SimulatePrincipalPolicy.
 */
export async function simulate(
  calls: Calls,
  principal: string,
  groups: readonly { actions: readonly string[]; resources: readonly string[] }[],
  { tags, region, boundary }: { tags: LabNames['tags']; region: string; boundary?: string },
): Promise<Fact<Decision[]>> {
  // The context of the lab's own commands, so that policies with conditions on it are evaluated correctly.
  const context = [
    { ContextKeyName: 'iam:PassedToService', ContextKeyValues: ['codepipeline.amazonaws.com'] },
    { ContextKeyName: 'aws:RequestedRegion', ContextKeyValues: [region] },
    ...(boundary === undefined
      ? []
      : [{ ContextKeyName: 'iam:PermissionsBoundary', ContextKeyValues: [boundary] }]),
    ...Object.entries(tags).flatMap(([key, value]) => [
      { ContextKeyName: `aws:RequestTag/${key}`, ContextKeyValues: [value] },
      { ContextKeyName: `aws:ResourceTag/${key}`, ContextKeyValues: [value] },
    ]),
  ].map((entry) => ({ ...entry, ContextKeyType: 'string' as const }));
  const responses = await Promise.all(
    groups.map(({ actions, resources }) =>
      readAll(calls, {
        service: 'iam',
        operation: 'SimulatePrincipalPolicy',
        input: {
          PolicySourceArn: principal,
          ActionNames: [...actions],
          ResourceArns: [...resources],
          ContextEntries: context,
        },
        next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
        items: ({ EvaluationResults = [] }) => EvaluationResults.map(decision),
      }).then((fact) => completeList(fact, 'iam', 'SimulatePrincipalPolicy')),
    ),
  );
  return andThen(all(responses), (lists) => known(lists.flat()));
}
