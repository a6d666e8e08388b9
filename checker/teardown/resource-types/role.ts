import { type Fact, map } from '../../account/fact.ts';
import { attachedPolicies, inlinePolicyNames, roleNameOf } from '../../account/iam.ts';
import type { AccountWriter } from '../../account/write/account-writer.ts';
import { CallFailed } from '../../account/write/errors.ts';
import { consoleName } from '../../lab/lab.ts';
import { completeList } from '../complete-list.ts';
import { journalProofs, nameProof, proofsFromTags } from '../ownership.ts';
import { mentionsArn, pipelinesMentioning } from '../pipeline-inventory.ts';
import {
  emptyScanResult,
  mergeScanResults,
  type OwnershipProof,
  type Resource,
  type ScanResult,
} from '../resource.ts';
import { retryOnConflict } from '../retry-on-conflict.ts';
import { newScan } from '../scan.ts';
import type { AccountScan, ResourceType } from '../types.ts';

const kind = 'role';

interface RoleIdentity {
  arn: string;
  incarnation: string;
  path: string;
  tags: Record<string, string>;
}

async function read(scan: AccountScan, name: string): Promise<Fact<RoleIdentity>> {
  return map(await scan.calls.read('iam', 'GetRole', { RoleName: name }), ({ Role }) => ({
    arn: Role?.Arn ?? '',
    // AWS never reuses a role's id, even if a new role has the same name.
    incarnation: Role?.RoleId ?? '',
    path: Role?.Path ?? '/',
    tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  }));
}

interface Policies {
  inline: string[];
  attached: { name: string; arn: string }[];
}

async function policiesOf(scan: AccountScan, name: string): Promise<Fact<Policies>> {
  const [inline, attached] = await Promise.all([
    inlinePolicyNames(scan.calls, name).then((fact) => completeList(fact, 'iam', 'ListRolePolicies')),
    attachedPolicies(scan.calls, name).then((fact) => completeList(fact, 'iam', 'ListAttachedRolePolicies')),
  ]);
  if (inline.state !== 'known') return inline;
  return map(attached, (value) => ({ inline: inline.value, attached: value }));
}

/** Instance profiles that contain the role, so that EC2 instances can use it. Throws CallFailed. */
async function profilesWith(scan: AccountScan, name: string): Promise<string[]> {
  const found: string[] = [];
  let marker: { Marker?: string } = {};
  for (;;) {
    const page:
      | {
          InstanceProfiles?: { InstanceProfileName?: string | undefined }[] | undefined;
          IsTruncated?: boolean | undefined;
          Marker?: string | undefined;
        }
      | undefined = await scan.writer.call('iam', 'ListInstanceProfilesForRole', {
      RoleName: name,
      ...marker,
    });
    for (const { InstanceProfileName = '' } of page?.InstanceProfiles ?? [])
      found.push(`instance profile ${InstanceProfileName}`);
    if (!page?.IsTruncated || page.Marker === undefined) return found;
    marker = { Marker: page.Marker };
  }
}

async function judge(
  scan: AccountScan,
  name: string,
  initialProofs: readonly OwnershipProof[],
): Promise<ScanResult> {
  const [found, policies] = await Promise.all([read(scan, name), policiesOf(scan, name)]);
  for (const fact of [found, policies]) {
    if (fact.state === 'unknown')
      return { ...emptyScanResult(), undetermined: [{ kind, name, error: fact.error }] };
    if (fact.state === 'absent') return { ...emptyScanResult(), absent: [{ kind, name, code: fact.code }] };
  }
  if (found.state !== 'known' || policies.state !== 'known') return emptyScanResult();
  const { arn, incarnation, path, tags } = found.value;
  const inventory = await scan.inventory();
  const { proofs, ...rest } = proofsFromTags(tags, scan.names);
  const resource: Resource = {
    kind,
    id: arn,
    name,
    incarnation,
    ...rest,
    // Only the service that a service-linked role belongs to can delete it.
    ...(path.startsWith('/aws-service-role/')
      ? { notOursBecause: "AWS's own, linked to one of its services" }
      : {}),
    proofs: [...initialProofs, ...proofs, ...journalProofs({ kind, id: arn, incarnation }, scan.journaled)],
    users: pipelinesMentioning(inventory, mentionsArn(arn)),
    undetermined: inventory.readErrors,
    holds: {
      inline: [...policies.value.inline].sort(),
      attached: policies.value.attached.map((policy) => policy.arn).sort(),
    },
  };
  try {
    resource.users.push(...(await profilesWith(scan, name)));
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error;
    resource.undetermined = [...resource.undetermined, error.callError];
  }
  return { ...emptyScanResult(), resources: [resource] };
}

async function removePolicies(name: string, writer: AccountWriter, scan: AccountScan): Promise<void> {
  const fresh = newScan({ ...scan, clients: scan.calls.clients, signal: writer.signal }, []);
  const policies = await policiesOf(fresh, name);
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

  async find(scan) {
    const { labPipeline } = await scan.inventory();
    const candidates = new Map<string, OwnershipProof[]>([[scan.names.role, [nameProof]]]);
    const named = labPipeline?.roleArn ?? '';
    // A role of another account cannot be deleted from this account.
    if (named.split(':')[4] === scan.accountId) {
      const name = roleNameOf(named);
      const proofs = candidates.get(name) ?? [];
      if (name === consoleName(scan.lab.region, scan.names.pipeline))
        proofs.push({ by: 'name', text: "its name is the console's for the lab's pipeline" });
      candidates.set(name, [...proofs, { by: 'pipeline', text: "the lab's pipeline works under it" }]);
    }
    const journaledNames = scan.journaled
      .filter((resource) => resource.kind === kind)
      .map(({ name }) => name);
    for (const name of [...journaledNames, scan.record.roleName ?? ''])
      if (name !== '' && !candidates.has(name)) candidates.set(name, []);
    return mergeScanResults(
      await Promise.all([...candidates].map(([name, initialProofs]) => judge(scan, name, initialProofs))),
    );
  },

  async delete(resource, writer, scan) {
    await retryOnConflict(['DeleteConflict', 'DeleteConflictException'], writer, async () => {
      await removePolicies(resource.name, writer, scan);
      await writer.call('iam', 'DeleteRole', { RoleName: resource.name });
    });
  },

  probe: (resource, scan) => read(scan, resource.name),
};
