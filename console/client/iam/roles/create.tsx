import { useState } from 'preact/hooks';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { Box, type Tag, TagEditor, TextArea, TextField } from '../../../../companion/ui/form.tsx';
import { Page } from '../../../../companion/ui/page.tsx';
import { navigate } from '../../router.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import { IamNav } from '../nav.tsx';
import { iamTags } from '../read.ts';
import { rolesUrl, roleUrl } from '../urls.ts';

const defaultTrustPolicy = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};

/** *Create role* with a custom trust policy. AWS's page does not list CodePipeline among its services either. */
export function CreateRole() {
  const [trustPolicy, setTrustPolicy] = useState(JSON.stringify(defaultTrustPolicy, null, 2));
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [tags, setTags] = useState<Tag[]>([]);
  return (
    <Page
      title="Create role"
      breadcrumbs={[
        ['IAM', rolesUrl()],
        ['Roles', rolesUrl()],
      ]}
    >
      <IamNav current="Roles" />
      <Box title="Custom trust policy">
        <TextArea
          label="Trust policy"
          hint="JSON: who may take the role on. What stands here lets CodePipeline do so."
          rows={14}
          isCode
          value={trustPolicy}
          onValue={setTrustPolicy}
        />
      </Box>
      <Box title="Role details">
        <TextField
          label="Role name"
          hint="At most 64 characters: letters, digits and + = , . @ - _"
          value={name}
          onValue={setName}
        />
        <TextField label="Description" value={description} onValue={setDescription} />
      </Box>
      <Box title="Tags">
        <TagEditor tags={tags} onValue={setTags} />
      </Box>
      <p class="hint">What the role may do is added on its own page.</p>
      <div class="actions form-end">
        <a class="plain" href={rolesUrl()}>
          Cancel
        </a>
        <AwsButton
          label="Create role"
          title={`Create role ${name}`}
          disabled={name === ''}
          run={async (aws) => {
            const newTags = tags.filter(({ key }) => key !== '');
            await aws('iam', 'create-role', {
              'role-name': name,
              'assume-role-policy-document': trustPolicy,
              description: description === '' ? undefined : description,
              tags: newTags.length === 0 ? undefined : iamTags(newTags),
            });
            showSuccess(`Role ${name} created.`);
            navigate(roleUrl(name));
          }}
        />
      </div>
    </Page>
  );
}
