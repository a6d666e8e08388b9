import { useState } from 'preact/hooks';
import { CopyButton } from '../../../../companion/ui/copy-button.tsx';
import { DescriptionList, TagList } from '../../../../companion/ui/description-list.tsx';
import { Box, type Tag, TextArea } from '../../../../companion/ui/form.tsx';
import { JsonDocument } from '../../../../companion/ui/json-document.tsx';
import { Page, WhenLoaded } from '../../../../companion/ui/page.tsx';
import { Timestamp } from '../../../../companion/ui/status.tsx';
import { Tabs } from '../../../../companion/ui/tabs.tsx';
import type { Aws } from '../../aws.ts';
import { navigate, useQuery } from '../../router.ts';
import { EditBox } from '../../ui/edit-box.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { policyEntities } from '../delete.ts';
import { IamNav } from '../nav.tsx';
import {
  consoleTags,
  isAwsManaged,
  type Policy,
  type PolicyVersion,
  policyDocument,
  policyVersions,
} from '../read.ts';
import { policiesUrl, roleUrl } from '../urls.ts';
import { DeletePolicy } from './delete.tsx';
import { policyBreadcrumbs } from './policies.tsx';
import { PolicyVersionTable } from './versions.tsx';

interface PolicyDetails {
  policy: Policy;
  document: unknown;
  versions: PolicyVersion[];
  roles: string[];
  otherEntities: string[];
  tags: Tag[];
}

async function readPolicy(aws: Aws, arn: string): Promise<PolicyDetails> {
  const { Policy: policy } = await aws<{ Policy: Policy & { Tags?: { Key: string; Value: string }[] } }>(
    'iam',
    'get-policy',
    { 'policy-arn': arn },
  );
  const [document, versions, entities] = await Promise.all([
    policyDocument(aws, arn, policy.DefaultVersionId),
    policyVersions(aws, arn),
    policyEntities(aws, arn),
  ]);
  const { PolicyRoles = [], PolicyUsers = [], PolicyGroups = [] } = entities;
  return {
    policy,
    document,
    versions,
    roles: PolicyRoles.map(({ RoleName }) => RoleName),
    otherEntities: [
      ...PolicyUsers.map(({ UserName }) => `User ${UserName}`),
      ...PolicyGroups.map(({ GroupName }) => `Group ${GroupName}`),
    ],
    tags: consoleTags(policy.Tags),
  };
}

/** A managed policy: its document, its versions, and what it is attached to. */
export function PolicyPage() {
  const arn = useQuery().get('arn') ?? '';
  const [isDeleting, setDeleting] = useState(false);
  const loaded = useLoaded(`Policy ${arn}`, (aws) => readPolicy(aws, arn), [arn]);
  const name = arn.split('/').at(-1) ?? arn;
  const { reload } = loaded;
  return (
    <Page
      title={name}
      breadcrumbs={policyBreadcrumbs()}
      actions={
        <button type="button" class="plain" disabled={isAwsManaged(arn)} onClick={() => setDeleting(true)}>
          Delete
        </button>
      }
    >
      <IamNav current="Policies" />
      <WhenLoaded of={loaded}>
        {({ policy, document, versions, roles, otherEntities, tags }) => (
          <>
            <Box title="Policy details" actions={<CopyButton label="Copy ARN" subject="ARN" text={arn} />}>
              <DescriptionList
                items={[
                  ['Type', isAwsManaged(arn) ? 'AWS managed' : 'Customer managed'],
                  ['ARN', arn],
                  ['Creation time', <Timestamp key="created" time={policy.CreateDate} />],
                  ['Edited time', <Timestamp key="updated" time={policy.UpdateDate} />],
                ]}
              />
            </Box>
            <Tabs
              label={`Policy ${name}`}
              tabs={[
                { name: 'Permissions', render: () => <PermissionsBox {...{ arn, document, reload }} /> },
                {
                  name: 'Entities attached',
                  render: () => <AttachedEntities roles={roles} otherEntities={otherEntities} />,
                },
                { name: 'Tags', render: () => <TagList tags={tags} /> },
                {
                  name: 'Policy versions',
                  render: () => <PolicyVersionTable {...{ arn, versions, reload }} />,
                },
              ]}
            />
          </>
        )}
      </WhenLoaded>
      {isDeleting ? (
        <DeletePolicy
          {...{ name, arn }}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate(policiesUrl())}
        />
      ) : null}
    </Page>
  );
}

function PermissionsBox(props: { arn: string; document: unknown; reload(): Promise<void> }) {
  const { arn, document, reload } = props;
  const content = <JsonDocument label="The policy" value={document} />;
  if (isAwsManaged(arn)) return <Box title="Permissions defined in this policy">{content}</Box>;
  return (
    <EditBox
      title="Permissions defined in this policy"
      value={JSON.stringify(document, null, 2)}
      content={content}
      form={(value, change) => (
        <TextArea
          label="Policy editor"
          hint="JSON. It is saved as a new version, which becomes the default one."
          rows={16}
          isCode
          value={value}
          onValue={change}
        />
      )}
      save={async (aws, value) => {
        await aws('iam', 'create-policy-version', {
          'policy-arn': arn,
          'policy-document': value,
          'set-as-default': true,
        });
      }}
      successText="Policy updated: a new version is the default one."
      reload={reload}
    />
  );
}

function AttachedEntities({
  roles,
  otherEntities,
}: {
  roles: readonly string[];
  otherEntities: readonly string[];
}) {
  if (roles.length + otherEntities.length === 0) return <p class="empty">Attached to nothing.</p>;
  return (
    <ul>
      {roles.map((role) => (
        <li key={role}>
          Role <a href={roleUrl(role)}>{role}</a>
        </li>
      ))}
      {otherEntities.map((other) => (
        <li key={other}>{other}</li>
      ))}
    </ul>
  );
}
