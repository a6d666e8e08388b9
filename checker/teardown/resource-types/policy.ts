import { type Fact, map } from '../../account/fact.ts';
import { readAll } from '../../account/paging.ts';
import { Troubled } from '../../account/write/errors.ts';
import type { Hands } from '../../account/write/hands.ts';
import { consoleName, partitionOf } from '../../lab/lab.ts';
import { uncut } from '../complete-list.ts';
import { newLook } from '../look.ts';
import { decide } from '../ownership/decide.ts';
import { byJournal, byName, byTags } from '../ownership/proofs.ts';
import { persist } from '../persist.ts';
import { type Findings, merge, nothingFound, type Proof, type Thing } from '../thing.ts';
import type { Kind, Look } from '../types.ts';
import { role } from './role.ts';

const kind = 'policy';

/** `arn:aws:iam::aws:policy/…`: AWS's own, the same for everybody. */
const isAwsManaged = (arn: string) => arn.split(':')[4] === 'aws';

interface Found {
  born: string;
  tags: Record<string, string>;
}

async function read(look: Look, arn: string): Promise<Fact<Found>> {
  return map(await look.calls.read('iam', 'GetPolicy', { PolicyArn: arn }), ({ Policy }) => ({
    born: Policy?.PolicyId ?? '',
    tags: Object.fromEntries((Policy?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  }));
}

/** Everybody who is attached to the policy, or bounded by it. */
async function holders(look: Look, arn: string): Promise<Fact<string[]>> {
  const list = await readAll(look.calls, {
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
  return uncut(list, 'iam', 'ListEntitiesForPolicy');
}

function versions(look: Look, arn: string) {
  return readAll(look.calls, {
    service: 'iam',
    operation: 'ListPolicyVersions',
    input: { PolicyArn: arn },
    next: ({ IsTruncated, Marker }) => (IsTruncated && Marker ? { Marker } : undefined),
    items: ({ Versions = [] }) => Versions,
  }).then((fact) => uncut(fact, 'iam', 'ListPolicyVersions'));
}

async function judge(
  look: Look,
  arn: string,
  speaking: readonly Proof[],
  ownRoles: readonly string[],
): Promise<Findings> {
  const name = arn.slice(arn.lastIndexOf('/') + 1);
  const [found, attached] = await Promise.all([read(look, arn), holders(look, arn)]);
  for (const fact of [found, attached]) {
    if (fact.state === 'unknown')
      return { ...nothingFound(), untold: [{ kind, name, trouble: fact.trouble }] };
    if (fact.state === 'absent') return { ...nothingFound(), absent: [{ kind, name, code: fact.code }] };
  }
  if (found.state !== 'known' || attached.state !== 'known') return nothingFound();
  const { born, tags } = found.value;
  const { proofs, ...rest } = byTags(tags, look.names);
  const thing: Thing = {
    kind,
    id: arn,
    name,
    born,
    ...rest,
    proofs: [...speaking, ...proofs, ...byJournal({ kind, id: arn, born }, look.remembered)],
    users: attached.value.filter((holder) => !ownRoles.includes(holder)),
    untold: [],
    holds: {},
  };
  return { ...nothingFound(), things: [thing] };
}

/** Customer policies of the lab. One that is only attached to the lab's role is detached with it, and stays. */
async function candidatesOf(look: Look, roles: readonly Thing[]): Promise<Map<string, Proof[]>> {
  const { names, lab, accountId } = look;
  const path = `arn:${partitionOf(lab.region)}:iam::${accountId}:policy`;
  const byConsole = `${path}/service-role/${consoleName(lab.region, names.pipeline)}`;
  const candidates = new Map<string, Proof[]>([
    [`${path}/${names.policy}`, [byName]],
    [byConsole, [{ by: 'name', text: "its name is the console's for the lab's pipeline" }]],
  ]);
  const add = (arn: string, ...proofs: Proof[]) =>
    candidates.set(arn, [...(candidates.get(arn) ?? []), ...proofs]);
  for (const { name: roleName, holds } of roles)
    for (const arn of (holds.attached ?? []) as readonly string[]) {
      if (!isAwsManaged(arn)) add(arn, { by: 'role', text: `it is attached to the lab's role ${roleName}` });
    }
  const before = look.remembered.filter((thing) => thing.kind === kind).map(({ id }) => id);
  for (const arn of [...before, ...(look.record.policyArns ?? [])])
    if (!candidates.has(arn)) candidates.set(arn, []);
  return candidates;
}

async function removeVersions(arn: string, hands: Hands, look: Look): Promise<void> {
  const fresh = newLook({ ...look, clients: look.calls.clients, signal: hands.signal }, []);
  const list = await versions(fresh, arn);
  if (list.state === 'absent') return;
  if (list.state === 'unknown') throw new Troubled(list.trouble);
  for (const { VersionId, IsDefaultVersion } of list.value)
    if (!IsDefaultVersion && VersionId !== undefined)
      await hands.call('iam', 'DeletePolicyVersion', { PolicyArn: arn, VersionId });
}

export const policy: Kind = {
  name: kind,
  title: 'managed policy',
  after: ['pipeline', 'role'],

  async find(look) {
    const { things } = await role.find(look);
    const roles = things.filter((thing) => decide(thing).go === true);
    const ownRoles = roles.map(({ name }) => `role ${name}`);
    const candidates = await candidatesOf(look, roles);
    return merge(
      await Promise.all([...candidates].map(([arn, speaking]) => judge(look, arn, speaking, ownRoles))),
    );
  },

  async delete(thing, hands, look) {
    await persist(['DeleteConflict', 'DeleteConflictException'], hands, async () => {
      await removeVersions(thing.id, hands, look);
      await hands.call('iam', 'DeletePolicy', { PolicyArn: thing.id });
    });
  },

  gone: (thing, look) => read(look, thing.id),
};
