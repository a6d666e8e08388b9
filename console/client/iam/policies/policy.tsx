import { useState } from 'preact/hooks';
import { Copy } from '../../../../companion/ui/copy.tsx';
import { Document } from '../../../../companion/ui/document.tsx';
import { Facts, TagFacts } from '../../../../companion/ui/facts.tsx';
import { Area, Box, type Tag } from '../../../../companion/ui/form.tsx';
import { Page, Read } from '../../../../companion/ui/page.tsx';
import { When } from '../../../../companion/ui/status.tsx';
import { Tabs } from '../../../../companion/ui/tabs.tsx';
import type { Aws } from '../../aws.ts';
import { useLoaded } from '../../load.ts';
import { go, useQuery } from '../../router.ts';
import { EditBox } from '../../ui/edit-box.tsx';
import { IamNav } from '../nav.tsx';
import { policiesAddress, roleAddress } from '../place.ts';
import { documentOf, isAwsManaged, ownTags, type Policy, type PolicyVersion, versionsOf } from '../read.ts';
import { entitiesOf } from '../remove.ts';
import { DeletePolicy } from './delete.tsx';
import { policyCrumbs } from './policies.tsx';
import { Versions } from './versions.tsx';

interface WholePolicy {
  policy: Policy;
  document: unknown;
  versions: PolicyVersion[];
  roles: string[];
  others: string[];
  tags: Tag[];
}

async function readPolicy(aws: Aws, arn: string): Promise<WholePolicy> {
  const { Policy: policy } = await aws<{ Policy: Policy & { Tags?: { Key: string; Value: string }[] } }>(
    'iam',
    'get-policy',
    { 'policy-arn': arn },
  );
  const [document, versions, entities] = await Promise.all([
    documentOf(aws, arn, policy.DefaultVersionId),
    versionsOf(aws, arn),
    entitiesOf(aws, arn),
  ]);
  const { PolicyRoles = [], PolicyUsers = [], PolicyGroups = [] } = entities;
  return {
    ...{ policy, document, versions },
    roles: PolicyRoles.map(({ RoleName }) => RoleName),
    others: [
      ...PolicyUsers.map(({ UserName }) => `User ${UserName}`),
      ...PolicyGroups.map(({ GroupName }) => `Group ${GroupName}`),
    ],
    tags: ownTags(policy.Tags),
  };
}

/** A managed policy: what it says, its versions, and what has it. */
export function PolicyPage() {
  const arn = useQuery().get('arn') ?? '';
  const [asks, setAsks] = useState(false);
  const whole = useLoaded(`Policy ${arn}`, (aws) => readPolicy(aws, arn), [arn]);
  const name = arn.split('/').at(-1) ?? arn;
  const { reload } = whole;
  return (
    <Page
      title={name}
      crumbs={policyCrumbs()}
      actions={
        <button type="button" class="plain" disabled={isAwsManaged(arn)} onClick={() => setAsks(true)}>
          Delete
        </button>
      }
    >
      <IamNav here="Policies" />
      <Read of={whole}>
        {({ policy, document, versions, roles, others, tags }) => (
          <>
            <Box title="Policy details" actions={<Copy label="Copy ARN" what="ARN" text={arn} />}>
              <Facts
                facts={[
                  ['Type', isAwsManaged(arn) ? 'AWS managed' : 'Customer managed'],
                  ['ARN', arn],
                  ['Creation time', <When key="created" time={policy.CreateDate} />],
                  ['Edited time', <When key="updated" time={policy.UpdateDate} />],
                ]}
              />
            </Box>
            <Tabs
              label={`Policy ${name}`}
              tabs={[
                { name: 'Permissions', draw: () => <Said {...{ arn, document, reload }} /> },
                { name: 'Entities attached', draw: () => <Entities roles={roles} others={others} /> },
                { name: 'Tags', draw: () => <TagFacts tags={tags} /> },
                { name: 'Policy versions', draw: () => <Versions {...{ arn, versions, reload }} /> },
              ]}
            />
          </>
        )}
      </Read>
      {asks ? (
        <DeletePolicy
          {...{ name, arn }}
          onClose={() => setAsks(false)}
          onDeleted={() => go(policiesAddress())}
        />
      ) : null}
    </Page>
  );
}

function Said(props: { arn: string; document: unknown; reload(): Promise<void> }) {
  const { arn, document, reload } = props;
  const shown = <Document label="The policy" value={document} />;
  if (isAwsManaged(arn)) return <Box title="Permissions defined in this policy">{shown}</Box>;
  return (
    <EditBox
      title="Permissions defined in this policy"
      value={JSON.stringify(document, null, 2)}
      show={shown}
      form={(value, change) => (
        <Area
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
      done="Policy updated: a new version is the default one."
      reload={reload}
    />
  );
}

function Entities({ roles, others }: { roles: readonly string[]; others: readonly string[] }) {
  if (roles.length + others.length === 0) return <p class="empty">Attached to nothing.</p>;
  return (
    <ul>
      {roles.map((role) => (
        <li key={role}>
          Role <a href={roleAddress(role)}>{role}</a>
        </li>
      ))}
      {others.map((other) => (
        <li key={other}>{other}</li>
      ))}
    </ul>
  );
}
