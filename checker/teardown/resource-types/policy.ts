import { type Fact, map } from '../../account/fact.ts';
import { readAll } from '../../account/paging.ts';
import type { AccountWriter } from '../../account/write/account-writer.ts';
import { CallFailed } from '../../account/write/errors.ts';
import { consoleName, partitionOf } from '../../lab/lab.ts';
import { completeList } from '../complete-list.ts';
import { decide } from '../decide.ts';
import { journalProofs, nameProof, proofsFromTags } from '../ownership.ts';
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
import { role } from './role.ts';

const kind = 'policy';

/** `arn:aws:iam::aws:policy/…`: a policy that AWS owns and every account shares. */
const isAwsManaged = (arn: string) => arn.split(':')[4] === 'aws';

interface PolicyIdentity {
  incarnation: string;
  tags: Record<string, string>;
}

async function read(scan: AccountScan, arn: string): Promise<Fact<PolicyIdentity>> {
  return map(await scan.calls.read('iam', 'GetPolicy', { PolicyArn: arn }), ({ Policy }) => ({
    incarnation: Policy?.PolicyId ?? '',
    tags: Object.fromEntries((Policy?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  }));
}

/** The roles, users and groups that the policy is attached to, or is the permissions boundary of. */
async function attachedEntities(scan: AccountScan, arn: string): Promise<Fact<string[]>> {
  const list = await readAll(scan.calls, {
    service: 'iam',
    operation: 'ListEntitiesForPolicy',
    input: { PolicyArn: arn },
    next: ({ IsTruncated, Marker }) => (IsTruncated && Marker ? { Marker } : undefined),
    items: ({ PolicyRoles = [], PolicyUsers = [], PolicyGroups = [] }) => [
      ...PolicyRoles.map(({ RoleName = '' }) => `role ${RoleName}`),
      ...PolicyUsers.map(({ UserName = '' }) => `user ${UserName}`),
      ...PolicyGroups.map(({ GroupName = '' }) => `group ${GroupName}`),
    ],
  });
  return completeList(list, 'iam', 'ListEntitiesForPolicy');
}

function versions(scan: AccountScan, arn: string) {
  return readAll(scan.calls, {
    service: 'iam',
    operation: 'ListPolicyVersions',
    input: { PolicyArn: arn },
    next: ({ IsTruncated, Marker }) => (IsTruncated && Marker ? { Marker } : undefined),
    items: ({ Versions = [] }) => Versions,
  }).then((fact) => completeList(fact, 'iam', 'ListPolicyVersions'));
}

async function judge(
  scan: AccountScan,
  arn: string,
  initialProofs: readonly OwnershipProof[],
  ownRoles: readonly string[],
): Promise<ScanResult> {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const [found, attached] = await Promise.all([read(scan, arn), attachedEntities(scan, arn)]);
  for (const fact of [found, attached]) {
    if (fact.state === 'unknown')
      return { ...emptyScanResult(), undetermined: [{ kind, name, error: fact.error }] };
    if (fact.state === 'absent') return { ...emptyScanResult(), absent: [{ kind, name, code: fact.code }] };
  }
  if (found.state !== 'known' || attached.state !== 'known') return emptyScanResult();
  const { incarnation, tags } = found.value;
  const { proofs, ...rest } = proofsFromTags(tags, scan.names);
  const resource: Resource = {
    kind,
    id: arn,
    name,
    incarnation,
    ...rest,
    proofs: [...initialProofs, ...proofs, ...journalProofs({ kind, id: arn, incarnation }, scan.journaled)],
    users: attached.value.filter((holder) => !ownRoles.includes(holder)),
    undetermined: [],
    holds: {},
  };
  return { ...emptyScanResult(), resources: [resource] };
}

/**
 * Customer managed policies that may be the lab's. A policy that is only attached to the lab's role is kept.
 */
async function candidatesOf(
  scan: AccountScan,
  roles: readonly Resource[],
): Promise<Map<string, OwnershipProof[]>> {
  const { names, lab, accountId } = scan;
  const path = `arn:${partitionOf(lab.region)}:iam::${accountId}:policy`;
  const byConsole = `${path}/service-role/${consoleName(lab.region, names.pipeline)}`;
  const candidates = new Map<string, OwnershipProof[]>([
    [`${path}/${names.policy}`, [nameProof]],
    [byConsole, [{ by: 'name', text: "its name is the console's for the lab's pipeline" }]],
  ]);
  const add = (arn: string, ...proofs: OwnershipProof[]) =>
    candidates.set(arn, [...(candidates.get(arn) ?? []), ...proofs]);
  for (const { name: roleName, holds } of roles)
    for (const arn of (holds.attached ?? []) as readonly string[]) {
      if (!isAwsManaged(arn)) add(arn, { by: 'role', text: `it is attached to the lab's role ${roleName}` });
    }
  const journaledArns = scan.journaled.filter((resource) => resource.kind === kind).map(({ id }) => id);
  for (const arn of [...journaledArns, ...(scan.record.policyArns ?? [])])
    if (!candidates.has(arn)) candidates.set(arn, []);
  return candidates;
}

async function removeVersions(arn: string, writer: AccountWriter, scan: AccountScan): Promise<void> {
  const fresh = newScan({ ...scan, clients: scan.calls.clients, signal: writer.signal }, []);
  const list = await versions(fresh, arn);
  if (list.state === 'absent') return;
  if (list.state === 'unknown') throw new CallFailed(list.error);
  for (const { VersionId, IsDefaultVersion } of list.value)
    if (!IsDefaultVersion && VersionId !== undefined)
      await writer.call('iam', 'DeletePolicyVersion', { PolicyArn: arn, VersionId });
}

export const policy: ResourceType = {
  name: kind,
  title: 'managed policy',
  after: ['pipeline', 'role'],

  async find(scan) {
    const { resources } = await role.find(scan);
    const roles = resources.filter((resource) => decide(resource).delete === true);
    const ownRoles = roles.map(({ name }) => `role ${name}`);
    const candidates = await candidatesOf(scan, roles);
    return mergeScanResults(
      await Promise.all(
        [...candidates].map(([arn, initialProofs]) => judge(scan, arn, initialProofs, ownRoles)),
      ),
    );
  },

  async delete(resource, writer, scan) {
    await retryOnConflict(['DeleteConflict', 'DeleteConflictException'], writer, async () => {
      await removeVersions(resource.id, writer, scan);
      await writer.call('iam', 'DeletePolicy', { PolicyArn: resource.id });
    });
  },

  probe: (resource, scan) => read(scan, resource.id),
};
