import { type Fact, map } from '../../account/fact.ts';
import { attachedPolicies, inlinePolicyNames, roleNameOf } from '../../account/iam.ts';
import { Troubled } from '../../account/write/errors.ts';
import type { Hands } from '../../account/write/hands.ts';
import { consoleName } from '../../lab/lab.ts';
import { uncut } from '../complete-list.ts';
import { newLook } from '../look.ts';
import { byJournal, byName, byTags } from '../ownership/proofs.ts';
import { persist } from '../persist.ts';
import { namesArn, pipelinesNaming } from '../survey.ts';
import { type Findings, merge, nothingFound, type Proof, type Thing } from '../thing.ts';
import type { Kind, Look } from '../types.ts';

const kind = 'role';

interface Found {
  arn: string;
  born: string;
  path: string;
  tags: Record<string, string>;
}

async function read(look: Look, name: string): Promise<Fact<Found>> {
  return map(await look.calls.read('iam', 'GetRole', { RoleName: name }), ({ Role }) => ({
    arn: Role?.Arn ?? '',
    // The id is never used again, whatever the name is.
    born: Role?.RoleId ?? '',
    path: Role?.Path ?? '/',
    tags: Object.fromEntries((Role?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  }));
}

interface Policies {
  inline: string[];
  attached: { name: string; arn: string }[];
}

async function policiesOf(look: Look, name: string): Promise<Fact<Policies>> {
  const [inline, attached] = await Promise.all([
    inlinePolicyNames(look.calls, name).then((fact) => uncut(fact, 'iam', 'ListRolePolicies')),
    attachedPolicies(look.calls, name).then((fact) => uncut(fact, 'iam', 'ListAttachedRolePolicies')),
  ]);
  if (inline.state !== 'known') return inline;
  return map(attached, (value) => ({ inline: inline.value, attached: value }));
}

/** Instance profiles that hold the role: a machine works under it. Throws Troubled. */
async function profilesWith(look: Look, name: string): Promise<string[]> {
  const found: string[] = [];
  let marker: { Marker?: string } = {};
  for (;;) {
    const page:
      | {
          InstanceProfiles?: { InstanceProfileName?: string | undefined }[] | undefined;
          IsTruncated?: boolean | undefined;
          Marker?: string | undefined;
        }
      | undefined = await look.hands.call('iam', 'ListInstanceProfilesForRole', {
      RoleName: name,
      ...marker,
    });
    for (const { InstanceProfileName = '' } of page?.InstanceProfiles ?? [])
      found.push(`instance profile ${InstanceProfileName}`);
    if (!page?.IsTruncated || page.Marker === undefined) return found;
    marker = { Marker: page.Marker };
  }
}

async function judge(look: Look, name: string, speaking: readonly Proof[]): Promise<Findings> {
  const [found, policies] = await Promise.all([read(look, name), policiesOf(look, name)]);
  for (const fact of [found, policies]) {
    if (fact.state === 'unknown')
      return { ...nothingFound(), untold: [{ kind, name, trouble: fact.trouble }] };
    if (fact.state === 'absent') return { ...nothingFound(), absent: [{ kind, name, code: fact.code }] };
  }
  if (found.state !== 'known' || policies.state !== 'known') return nothingFound();
  const { arn, born, path, tags } = found.value;
  const survey = await look.survey();
  const { proofs, ...rest } = byTags(tags, look.names);
  const thing: Thing = {
    kind,
    id: arn,
    name,
    born,
    ...rest,
    // No one can delete these by hand: only the service that they are linked to.
    ...(path.startsWith('/aws-service-role/') ? { against: "AWS's own, linked to one of its services" } : {}),
    proofs: [...speaking, ...proofs, ...byJournal({ kind, id: arn, born }, look.remembered)],
    users: pipelinesNaming(survey, namesArn(arn)),
    untold: survey.unread,
    holds: {
      inline: [...policies.value.inline].sort(),
      attached: policies.value.attached.map((policy) => policy.arn).sort(),
    },
  };
  try {
    thing.users.push(...(await profilesWith(look, name)));
  } catch (error) {
    if (!(error instanceof Troubled)) throw error;
    thing.untold = [...thing.untold, error.trouble];
  }
  return { ...nothingFound(), things: [thing] };
}

async function strip(name: string, hands: Hands, look: Look): Promise<void> {
  const fresh = newLook({ ...look, clients: look.calls.clients, signal: hands.signal }, []);
  const policies = await policiesOf(fresh, name);
  if (policies.state === 'absent') return;
  if (policies.state === 'unknown') throw new Troubled(policies.trouble);
  for (const PolicyName of policies.value.inline)
    await hands.call('iam', 'DeleteRolePolicy', { RoleName: name, PolicyName });
  for (const { arn } of policies.value.attached)
    await hands.call('iam', 'DetachRolePolicy', { RoleName: name, PolicyArn: arn });
}

export const role: Kind = {
  name: kind,
  title: 'role',
  after: ['pipeline'],

  async find(look) {
    const { own } = await look.survey();
    const candidates = new Map<string, Proof[]>([[look.names.role, [byName]]]);
    const named = own?.roleArn ?? '';
    // A role of another account is nobody's to delete from here.
    if (named.split(':')[4] === look.accountId) {
      const name = roleNameOf(named);
      const proofs = candidates.get(name) ?? [];
      if (name === consoleName(look.lab.region, look.names.pipeline))
        proofs.push({ by: 'name', text: "its name is the console's for the lab's pipeline" });
      candidates.set(name, [...proofs, { by: 'pipeline', text: "the lab's pipeline works under it" }]);
    }
    const before = look.remembered.filter((thing) => thing.kind === kind).map(({ name }) => name);
    for (const name of [...before, look.record.roleName ?? ''])
      if (name !== '' && !candidates.has(name)) candidates.set(name, []);
    return merge(await Promise.all([...candidates].map(([name, speaking]) => judge(look, name, speaking))));
  },

  async delete(thing, hands, look) {
    await persist(['DeleteConflict', 'DeleteConflictException'], hands, async () => {
      await strip(thing.name, hands, look);
      await hands.call('iam', 'DeleteRole', { RoleName: thing.name });
    });
  },

  gone: (thing, look) => read(look, thing.name),
};
