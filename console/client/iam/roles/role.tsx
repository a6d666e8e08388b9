import { useState } from 'preact/hooks';
import { Copy } from '../../../../companion/ui/copy.tsx';
import { Document } from '../../../../companion/ui/document.tsx';
import { Facts, TagFacts } from '../../../../companion/ui/facts.tsx';
import { Area, Box, type Tag, Tags } from '../../../../companion/ui/form.tsx';
import { Page, Read } from '../../../../companion/ui/page.tsx';
import { When } from '../../../../companion/ui/status.tsx';
import { Tabs } from '../../../../companion/ui/tabs.tsx';
import type { Aws } from '../../aws.ts';
import { useLoaded } from '../../load.ts';
import { go, type PageValues } from '../../router.ts';
import { EditBox } from '../../ui/edit-box.tsx';
import { IamNav } from '../nav.tsx';
import { rolesAddress } from '../place.ts';
import {
  attachedTo,
  documentOf,
  type InlinePolicy,
  iamTags,
  inlineNames,
  ownTags,
  type Policy,
  type Role,
} from '../read.ts';
import { tagChanges } from '../tag-changes.ts';
import { DeleteRole } from './delete.tsx';
import { RolePermissions } from './permissions.tsx';
import type { WholeRole } from './role-details.ts';

async function readRole(aws: Aws, name: string): Promise<WholeRole> {
  const named = { 'role-name': name };
  const [{ Role: role }, { Tags: tags }, names, attached] = await Promise.all([
    aws<{ Role: Role }>('iam', 'get-role', named),
    aws<{ Tags?: { Key: string; Value: string }[] }>('iam', 'list-role-tags', named),
    inlineNames(aws, name),
    attachedTo(aws, name),
  ]);
  const inline = names.map((policy) =>
    aws<InlinePolicy>('iam', 'get-role-policy', { ...named, 'policy-name': policy }),
  );
  const managed = attached.map(async (policy) => {
    const arn = policy.PolicyArn;
    const { Policy: found } = await aws<{ Policy: Policy }>('iam', 'get-policy', { 'policy-arn': arn });
    return { ...policy, document: await documentOf(aws, arn, found.DefaultVersionId) };
  });
  return {
    ...{ role, tags: ownTags(tags) },
    ...{ inline: await Promise.all(inline), attached: await Promise.all(managed) },
  };
}

/** A role: what it may do, who may take it on, its tags. */
export function RolePage({ name = '' }: PageValues) {
  const [asks, setAsks] = useState(false);
  const whole = useLoaded(`Role ${name}`, (aws) => readRole(aws, name), [name]);
  const { reload } = whole;
  return (
    <Page
      title={name}
      crumbs={[
        ['IAM', rolesAddress()],
        ['Roles', rolesAddress()],
      ]}
      actions={
        <button type="button" class="plain" onClick={() => setAsks(true)}>
          Delete
        </button>
      }
    >
      <IamNav here="Roles" />
      <Read of={whole}>
        {({ role, tags, inline, attached }) => (
          <>
            <Summary role={role} />
            <Tabs
              label={`Role ${name}`}
              tabs={[
                {
                  name: 'Permissions',
                  draw: () => <RolePermissions {...{ name, inline, attached, reload }} />,
                },
                { name: 'Trust relationships', draw: () => <Trust role={role} reload={reload} /> },
                { name: 'Tags', draw: () => <RoleTags name={name} tags={tags} reload={reload} /> },
              ]}
            />
          </>
        )}
      </Read>
      {asks ? (
        <DeleteRole name={name} onClose={() => setAsks(false)} onDeleted={() => go(rolesAddress())} />
      ) : null}
    </Page>
  );
}

function Summary({ role }: { role: Role }) {
  return (
    <Box title="Summary" actions={<Copy label="Copy ARN" what="ARN" text={role.Arn} />}>
      <Facts
        facts={[
          ['ARN', role.Arn],
          ['Creation date', <When key="created" time={role.CreateDate} />],
          ['Description', role.Description || '–'],
          ['Maximum session duration', `${(role.MaxSessionDuration ?? 3600) / 3600} h`],
        ]}
      />
    </Box>
  );
}

function Trust({ role, reload }: { role: Role; reload(): Promise<void> }) {
  const document = role.AssumeRolePolicyDocument;
  return (
    <EditBox
      title="Trusted entities"
      editLabel="Edit trust policy"
      value={JSON.stringify(document, null, 2)}
      show={<Document label="The trust policy" value={document} />}
      form={(value, change) => (
        <Area
          label="Trust policy"
          hint="JSON: who may take the role on."
          rows={14}
          isCode
          value={value}
          onValue={change}
        />
      )}
      save={async (aws, value) => {
        await aws('iam', 'update-assume-role-policy', {
          'role-name': role.RoleName,
          'policy-document': value,
        });
      }}
      done="Trust policy updated."
      reload={reload}
    />
  );
}

function RoleTags(props: { name: string; tags: Tag[]; reload(): Promise<void> }) {
  const { name, tags, reload } = props;
  return (
    <EditBox
      title="Tags"
      editLabel="Manage tags"
      value={tags.length === 0 ? [{ key: '', value: '' }] : tags}
      show={<TagFacts tags={tags} />}
      form={(value, change) => <Tags tags={value} onValue={change} />}
      save={async (aws, edited) => {
        const { gone, wanted } = tagChanges(tags, edited);
        if (gone.length > 0) await aws('iam', 'untag-role', { 'role-name': name, 'tag-keys': gone });
        if (wanted.length > 0) await aws('iam', 'tag-role', { 'role-name': name, tags: iamTags(wanted) });
      }}
      done={`Tags of role ${name} updated.`}
      reload={reload}
    />
  );
}
