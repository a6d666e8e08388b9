import { useState } from 'preact/hooks';
import { succeed } from '../../../../companion/ui/flash.tsx';
import { Area, Box, type Tag, Tags, Text } from '../../../../companion/ui/form.tsx';
import { Page } from '../../../../companion/ui/page.tsx';
import { go } from '../../router.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import { IamNav } from '../nav.tsx';
import { roleAddress, rolesAddress } from '../place.ts';
import { iamTags } from '../read.ts';

const forCodePipeline = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

/** *Create role* by a custom trust policy. CodePipeline is in no list of services of the real page either. */
export function CreateRole() {
  const [trust, setTrust] = useState(JSON.stringify(forCodePipeline, null, 2));
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [tags, setTags] = useState<Tag[]>([]);
  return (
    <Page
      title="Create role"
      crumbs={[
        ['IAM', rolesAddress()],
        ['Roles', rolesAddress()],
      ]}
    >
      <IamNav here="Roles" />
      <Box title="Custom trust policy">
        <Area
          label="Trust policy"
          hint="JSON: who may take the role on. What stands here lets CodePipeline do so."
          rows={14}
          isCode
          value={trust}
          onValue={setTrust}
        />
      </Box>
      <Box title="Role details">
        <Text
          label="Role name"
          hint="At most 64 characters: letters, digits and + = , . @ - _"
          value={name}
          onValue={setName}
        />
        <Text label="Description" value={description} onValue={setDescription} />
      </Box>
      <Box title="Tags">
        <Tags tags={tags} onValue={setTags} />
      </Box>
      <p class="hint">What the role may do is added on its own page.</p>
      <div class="actions form-end">
        <a class="plain" href={rolesAddress()}>
          Cancel
        </a>
        <AwsButton
          label="Create role"
          title={`Create role ${name}`}
          disabled={name === ''}
          run={async (aws) => {
            const wanted = tags.filter(({ key }) => key !== '');
            await aws('iam', 'create-role', {
              'role-name': name,
              'assume-role-policy-document': trust,
              description: description === '' ? undefined : description,
              tags: wanted.length === 0 ? undefined : iamTags(wanted),
            });
            succeed(`Role ${name} created.`);
            go(roleAddress(name));
          }}
        />
      </div>
    </Page>
  );
}
