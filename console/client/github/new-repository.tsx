import { useState } from 'preact/hooks';
import { Box, Checkbox, Radios, Text } from '../../../companion/ui/form.tsx';
import { Read } from '../../../companion/ui/page.tsx';
import { hostAs, knobText } from '../host.ts';
import { useLoaded } from '../load.ts';
import { go } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { commitText } from './commands.ts';
import { GithubPage } from './page.tsx';
import { placeIn } from './place.ts';
import { readRepositories } from './repositories.tsx';

/** A new repository: its name, who sees it, and whether it begins with a README. */
export function NewRepository() {
  const found = useLoaded('Repositories', readRepositories, []);
  return (
    <GithubPage title="Create a new repository">
      <Read of={found}>{({ owner }) => <Form initialOwner={owner} />}</Read>
    </GithubPage>
  );
}

type Visibility = 'public' | 'private';

function Form({ initialOwner }: { initialOwner: string }) {
  const [owner, setOwner] = useState(initialOwner);
  const [name, setName] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('public');
  const [readme, setReadme] = useState(false);
  const repository = `${owner}/${name}`;
  const isPrivate = visibility === 'private';
  const isStrange = name !== '' && !/^[A-Za-z0-9._-]{1,100}$/.test(name);
  const first = { repository, branch: 'main', base: undefined, was: undefined, description: '' };
  const steps = [
    knobText('POST', 'repositories', { name: repository, private: isPrivate }),
    ...(readme
      ? [commitText({ ...first, path: 'README.md', text: `# ${name}\n`, message: 'Initial commit' })]
      : []),
  ];
  return (
    <Box title="General">
      <Text
        label="Owner"
        value={owner}
        onValue={setOwner}
        hint="On GitHub, your own name there. The lab's pages call it GITHUB_OWNER."
      />
      <Text
        label="Repository name"
        value={name}
        onValue={setName}
        hint="The lab's pages say codepipeline-s3-lab."
        error={isStrange ? 'At most 100 letters, digits and the signs . _ -' : undefined}
      />
      <Radios<Visibility>
        legend="Visibility"
        value={visibility}
        onValue={setVisibility}
        choices={[
          { value: 'public', label: 'Public', hint: 'On GitHub, anyone could read it.' },
          { value: 'private', label: 'Private', hint: 'You choose who can read it.' },
        ]}
      />
      <Checkbox
        label="Add a README file"
        checked={readme}
        onValue={setReadme}
        hint="A first commit with a file README.md. The lab's repository begins empty."
      />
      <div class="actions">
        <AwsButton
          label="Create repository"
          disabled={name === '' || owner === '' || isStrange}
          run={async (aws) => {
            await hostAs(aws, steps.join('\n'), 'create-repository', {
              repository,
              private: isPrivate,
              readme,
            });
            go(placeIn(repository));
          }}
        />
      </div>
    </Box>
  );
}
