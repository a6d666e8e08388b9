import { type Fact, map } from '../../account/fact.ts';
import { completeList, readAll } from '../../account/paging.ts';
import type { AccountWriter } from '../../account/write/account-writer.ts';
import { CallFailed } from '../../account/write/errors.ts';
import { partitionOf } from '../../lab/lab.ts';
import { CandidateList } from '../candidates.ts';
import { consoleNames } from '../console-names.ts';
import { decide } from '../decide.ts';
import { findAll } from '../find.ts';
import { journalProofs, proofsFromTags } from '../ownership.ts';
import { evidenceOfPolicyName, ownPolicyNames } from '../policy-names.ts';
import { emptyScanResult, type Resource, type ScanResult } from '../resource.ts';
import { retryOnConflict } from '../retry-on-conflict.ts';
import type { AccountScan, Candidate, Candidates, ResourceType } from '../types.ts';
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
    next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
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
    next: ({ IsTruncated, Marker }) => (IsTruncated ? { Marker } : undefined),
    items: ({ Versions = [] }) => Versions,
  }).then((fact) => completeList(fact, 'iam', 'ListPolicyVersions'));
}

/**
 * Customer managed policies that may be the lab's. A policy that is only attached to the lab's role is kept. The search
 * adds those that have the lab's names under other paths.
 */
async function candidates(scan: AccountScan): Promise<Candidates> {
  const { lab, accountId } = scan;
  const path = `arn:${partitionOf(lab.region)}:iam::${accountId}:policy`;
  const list = new CandidateList();
  const { found } = await scan.search();
  // A policy that was just created can be missing from the search's list, so the usual paths are always read.
  const isFound = (name: string) => found.policy.some(({ id }) => id.endsWith(`/${name}`));
  for (const name of ownPolicyNames(scan)) if (!isFound(name)) list.add(`${path}/${name}`);
  for (const name of consoleNames(scan, 'policy'))
    if (!isFound(name)) list.add(`${path}/service-role/${name}`);
  for (const { name: roleName, holds } of await ownRoles(scan))
    for (const arn of (holds.attached ?? []) as readonly string[])
      if (!isAwsManaged(arn))
        list.add(arn, [{ by: 'role', text: `it is attached to the lab's role ${roleName}` }]);
  for (const arn of scan.record.policyArns ?? []) list.add(arn);
  await list.addKnown(scan, kind);
  return list.result();
}

/** The roles that are proven to be the lab's. */
async function ownRoles(scan: AccountScan): Promise<Resource[]> {
  const { resources } = await findAll(role, scan);
  return resources.filter((resource) => decide(resource, scan.journal.notMine).delete === true);
}

async function inspect(
  { id: arn, proofs: initialProofs, hints: initialHints }: Candidate,
  scan: AccountScan,
): Promise<ScanResult> {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const [found, attached, roles] = await Promise.all([
    read(scan, arn),
    attachedEntities(scan, arn),
    ownRoles(scan),
  ]);
  for (const fact of [found, attached]) {
    if (fact.state === 'unknown')
      return { ...emptyScanResult(), undetermined: [{ kind, name, error: fact.error }] };
    if (fact.state === 'absent') return { ...emptyScanResult(), absent: [{ kind, name, code: fact.code }] };
  }
  if (found.state !== 'known' || attached.state !== 'known') return emptyScanResult();
  const { incarnation, tags } = found.value;
  const { others } = await scan.inventory();
  const evidence = evidenceOfPolicyName(
    scan,
    name,
    others.map((other) => other.name),
  );
  const { proofs, ...rest } = proofsFromTags(tags, scan.names);
  const identity = { kind, id: arn, incarnation } as const;
  const own = [...roles.map((one) => `role ${one.name}`), ...scan.run.labRoles];
  const resource: Resource = {
    ...identity,
    name,
    ...rest,
    undetermined: [],
    holds: {},
    hints: [...new Set([...initialHints, ...evidence.hints])],
    proofs: [...evidence.proofs, ...initialProofs, ...proofs, ...journalProofs(identity, scan.journal)],
    users: attached.value.filter((holder) => !own.includes(holder)),
  };
  return { ...emptyScanResult(), resources: [resource] };
}

async function removeVersions(arn: string, writer: AccountWriter, scan: AccountScan): Promise<void> {
  const list = await versions(scan.again(), arn);
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

  candidates,
  inspect,

  async delete(resource, writer, scan) {
    await retryOnConflict(['DeleteConflict', 'DeleteConflictException'], writer, async () => {
      await removeVersions(resource.id, writer, scan);
      await writer.call('iam', 'DeletePolicy', { PolicyArn: resource.id });
    });
  },

  probe: (resource, scan) => read(scan, resource.id),
};
