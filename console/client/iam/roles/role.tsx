import { useState } from 'preact/hooks';
import { CopyButton } from '../../../../companion/ui/copy-button.tsx';
import { DescriptionList, TagList } from '../../../../companion/ui/description-list.tsx';
import { Box, type Tag, TagEditor, TextArea } from '../../../../companion/ui/form.tsx';
import { JsonDocument } from '../../../../companion/ui/json-document.tsx';
import { Page, WhenLoaded } from '../../../../companion/ui/page.tsx';
import { Timestamp } from '../../../../companion/ui/status.tsx';
import { Tabs } from '../../../../companion/ui/tabs.tsx';
import type { Aws } from '../../aws.ts';
import { navigate, type RouteParams } from '../../router.ts';
import { EditBox } from '../../ui/edit-box.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { IamNav } from '../nav.tsx';
import {
  attachedPolicies,
  consoleTags,
  type InlinePolicy,
  iamTags,
  inlinePolicyNames,
  type Policy,
  policyDocument,
  type Role,
} from '../read.ts';
import { tagChanges } from '../tag-changes.ts';
import { rolesUrl } from '../urls.ts';
import { DeleteRole } from './delete.tsx';
import { RolePermissions } from './permissions.tsx';
import type { RoleDetails } from './role-details.ts';

async function readRole(aws: Aws, name: string): Promise<RoleDetails> {
  const roleOptions = { 'role-name': name };
  const [{ Role: role }, { Tags: tags }, names, attached] = await Promise.all([
    aws<{ Role: Role }>('iam', 'get-role', roleOptions),
    aws<{ Tags?: { Key: string; Value: string }[] }>('iam', 'list-role-tags', roleOptions),
    inlinePolicyNames(aws, name),
    attachedPolicies(aws, name),
  ]);
  const inline = names.map((policy) =>
    aws<InlinePolicy>('iam', 'get-role-policy', { ...roleOptions, 'policy-name': policy }),
  );
  const managed = attached.map(async (policy) => {
    const arn = policy.PolicyArn;
    const { Policy: found } = await aws<{ Policy: Policy }>('iam', 'get-policy', { 'policy-arn': arn });
    return { ...policy, document: await policyDocument(aws, arn, found.DefaultVersionId) };
  });
  return {
    role,
    tags: consoleTags(tags),
    inline: await Promise.all(inline),
    attached: await Promise.all(managed),
  };
}

/** A role: its permissions, its trust policy and its tags. */
export function RolePage({ name = '' }: RouteParams) {
  const [isDeleting, setDeleting] = useState(false);
  const loaded = useLoaded(`Role ${name}`, (aws) => readRole(aws, name), [name]);
  const { reload } = loaded;
  return (
    <Page
      title={name}
      breadcrumbs={[
        ['IAM', rolesUrl()],
        ['Roles', rolesUrl()],
      ]}
      actions={
        <button type="button" class="plain" onClick={() => setDeleting(true)}>
          Delete
        </button>
      }
    >
      <IamNav current="Roles" />
      <WhenLoaded of={loaded}>
        {({ role, tags, inline, attached }) => (
          <>
            <RoleSummary role={role} />
            <Tabs
              label={`Role ${name}`}
              tabs={[
                {
                  name: 'Permissions',
                  render: () => <RolePermissions {...{ name, inline, attached, reload }} />,
                },
                { name: 'Trust relationships', render: () => <TrustPolicy role={role} reload={reload} /> },
                { name: 'Tags', render: () => <RoleTags name={name} tags={tags} reload={reload} /> },
              ]}
            />
          </>
        )}
      </WhenLoaded>
      {isDeleting ? (
        <DeleteRole name={name} onClose={() => setDeleting(false)} onDeleted={() => navigate(rolesUrl())} />
      ) : null}
    </Page>
  );
}

function RoleSummary({ role }: { role: Role }) {
  return (
    <Box title="Summary" actions={<CopyButton label="Copy ARN" subject="ARN" text={role.Arn} />}>
      <DescriptionList
        items={[
          ['ARN', role.Arn],
          ['Creation date', <Timestamp key="created" time={role.CreateDate} />],
          ['Description', role.Description || '–'],
          ['Maximum session duration', `${(role.MaxSessionDuration ?? 3600) / 3600} h`],
        ]}
      />
    </Box>
  );
}

function TrustPolicy({ role, reload }: { role: Role; reload(): Promise<void> }) {
  const document = role.AssumeRolePolicyDocument;
  return (
    <EditBox
      title="Trusted entities"
      editLabel="Edit trust policy"
      value={JSON.stringify(document, null, 2)}
      content={<JsonDocument label="The trust policy" value={document} />}
      form={(value, change) => (
        <TextArea
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
      successText="Trust policy updated."
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
      content={<TagList tags={tags} />}
      form={(value, change) => <TagEditor tags={value} onValue={change} />}
      save={async (aws, edited) => {
        const { removedKeys, changedTags } = tagChanges(tags, edited);
        if (removedKeys.length > 0)
          await aws('iam', 'untag-role', { 'role-name': name, 'tag-keys': removedKeys });
        if (changedTags.length > 0)
          await aws('iam', 'tag-role', { 'role-name': name, tags: iamTags(changedTags) });
      }}
      successText={`Tags of role ${name} updated.`}
      reload={reload}
    />
  );
}
