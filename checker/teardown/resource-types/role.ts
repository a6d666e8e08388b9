import { all, type Fact, map } from '../../account/fact.ts';
import {
  attachedPolicies,
  inlinePolicyNames,
  instanceProfiles,
  type Role,
  role as readRole,
  roleNameOf,
} from '../../account/iam.ts';
import { completeList } from '../../account/paging.ts';
import type { AccountWriter } from '../../account/write/account-writer.ts';
import { CallFailed } from '../../account/write/errors.ts';
import { CandidateList } from '../candidates.ts';
import { consoleNames } from '../console-names.ts';
import { consoleNameProof, journalProofs, nameProof, proofsFromTags, recordHint } from '../ownership.ts';
import { pipelinesMentioning } from '../pipeline-inventory.ts';
import { mentionsArn } from '../pipeline-strings.ts';
import { usersByPolicy } from '../policy-users.ts';
import { emptyScanResult, type Resource } from '../resource.ts';
import { retryOnConflict } from '../retry-on-conflict.ts';
import type { AccountScan, ResourceType } from '../types.ts';

const kind = 'role';

interface Policies {
  inline: string[];
  attached: { name: string; arn: string }[];
}

async function policiesOf(scan: AccountScan, name: string): Promise<Fact<Policies>> {
  const [inline, attached] = await Promise.all([
    inlinePolicyNames(scan.calls, name).then((fact) => completeList(fact, 'iam', 'ListRolePolicies')),
    attachedPolicies(scan.calls, name).then((fact) => completeList(fact, 'iam', 'ListAttachedRolePolicies')),
  ]);
  return map(all<[string[], Policies['attached']]>([inline, attached]), ([names, policies]) => ({
    inline: names,
    attached: policies,
  }));
}

/** Who can use the role, or has used it, besides the lab's pipelines. */
function usersOf(
  { lastUsed }: Role,
  trusted: readonly string[],
  profiles: readonly string[],
  scan: AccountScan,
): string[] {
  const isUsedElsewhere = lastUsed !== undefined && !scan.run.regions.includes(lastUsed.region);
  return [
    ...trusted.map((principal) => `${principal}, by its trust policy`),
    ...profiles.map((profile) => `instance profile ${profile}`),
    ...(isUsedElsewhere
      ? [`something in ${lastUsed.region}, last on ${new Date(lastUsed.at).toISOString().slice(0, 10)}`]
      : []),
  ];
}

async function removePolicies(name: string, writer: AccountWriter, scan: AccountScan): Promise<void> {
  const policies = await policiesOf(scan.again(), name);
  if (policies.state === 'absent') return;
  if (policies.state === 'unknown') throw new CallFailed(policies.error);
  for (const PolicyName of policies.value.inline)
    await writer.call('iam', 'DeleteRolePolicy', { RoleName: name, PolicyName });
  for (const { arn } of policies.value.attached)
    await writer.call('iam', 'DetachRolePolicy', { RoleName: name, PolicyArn: arn });
}

export const role: ResourceType = {
  name: kind,
  title: 'role',
  after: ['pipeline'],

  async candidates(scan) {
    const { labPipelines } = await scan.inventory();
    const list = new CandidateList();
    for (const name of scan.ownNames('role')) list.add(name, [nameProof]);
    for (const name of consoleNames(scan, 'role')) list.add(name, [consoleNameProof]);
    // A role of another account cannot be deleted from this account.
    for (const { roleArn } of labPipelines)
      if (roleArn.split(':')[4] === scan.accountId)
        list.add(roleNameOf(roleArn), [{ by: 'pipeline', text: "the lab's pipeline works under it" }]);
    list.add(scan.record.roleName ?? '', [], [recordHint]);
    await list.addKnown(scan, kind, ({ name }) => name);
    return list.result();
  },

  async inspect({ id: name, proofs: initialProofs, hints }, scan) {
    const [found, policies, profiles] = await Promise.all([
      readRole(scan.calls, name),
      policiesOf(scan, name),
      instanceProfiles(scan.calls, name).then((fact) =>
        completeList(fact, 'iam', 'ListInstanceProfilesForRole'),
      ),
    ]);
    for (const fact of [found, policies]) {
      if (fact.state === 'unknown')
        return { ...emptyScanResult(), undetermined: [{ kind, name, error: fact.error }] };
      if (fact.state === 'absent') return { ...emptyScanResult(), absent: [{ kind, name, code: fact.code }] };
    }
    if (found.state !== 'known' || policies.state !== 'known') return emptyScanResult();
    const { arn, id: incarnation, path, tags } = found.value;
    const inventory = await scan.inventory();
    const trusted = await usersByPolicy(scan, {
      document: found.value.trust,
      counts: 'everybody',
      from: { service: 'iam', operation: 'GetRole' },
    });
    const { proofs, ...rest } = proofsFromTags(tags, scan.names);
    const identity = { kind, id: arn, incarnation } as const;
    const resource: Resource = {
      ...identity,
      name,
      ...rest,
      hints,
      // Only the service that a service-linked role belongs to can delete it.
      ...(path.startsWith('/aws-service-role/')
        ? { notOursBecause: "AWS's own, linked to one of its services" }
        : {}),
      proofs: [...initialProofs, ...proofs, ...journalProofs(identity, scan.journal)],
      users: [
        ...pipelinesMentioning(scan, inventory, mentionsArn(arn)),
        ...usersOf(
          found.value,
          trusted.state === 'known' ? trusted.value : [],
          profiles.state === 'known' ? profiles.value : [],
          scan,
        ),
      ],
      undetermined: [
        ...inventory.readErrors,
        ...[trusted, profiles].flatMap((fact) => (fact.state === 'unknown' ? [fact.error] : [])),
      ],
      holds: {
        inline: [...policies.value.inline].sort(),
        attached: policies.value.attached.map((policy) => policy.arn).sort(),
      },
    };
    return { ...emptyScanResult(), resources: [resource] };
  },

  async delete(resource, writer, scan) {
    await retryOnConflict(['DeleteConflict', 'DeleteConflictException'], writer, async () => {
      await removePolicies(resource.name, writer, scan);
      await writer.call('iam', 'DeleteRole', { RoleName: resource.name });
    });
  },

  probe: (resource, scan) => readRole(scan.calls, resource.name),
};
