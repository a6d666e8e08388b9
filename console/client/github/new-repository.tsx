import { useState } from 'preact/hooks';
import { Box, Checkbox, RadioGroup, TextField } from '../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { adminCommand, loggedGitHost } from '../git-host.ts';
import { navigate } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { useLoaded } from '../use-loaded.ts';
import { commitCommands } from './commands.ts';
import { GithubPage } from './page.tsx';
import { readRepositories } from './repositories.tsx';
import { repositoryUrl } from './urls.ts';

/** Creates a repository: its name, its visibility, and whether it begins with a README. */
export function NewRepository() {
  const loaded = useLoaded('Repositories', readRepositories, []);
  return (
    <GithubPage title="Create a new repository">
      <WhenLoaded of={loaded}>{({ owner }) => <RepositoryForm initialOwner={owner} />}</WhenLoaded>
    </GithubPage>
  );
}

type Visibility = 'public' | 'private';

function RepositoryForm({ initialOwner }: { initialOwner: string }) {
  const [owner, setOwner] = useState(initialOwner);
  const [name, setName] = useState('');
  const [visibility, setVisibility] = useState<Visibility>('public');
  const [readme, setReadme] = useState(false);
  const repository = `${owner}/${name}`;
  const isPrivate = visibility === 'private';
  const isInvalidName = name !== '' && !/^[A-Za-z0-9._-]{1,100}$/.test(name);
  const initialCommit = { repository, branch: 'main', base: undefined, was: undefined, description: '' };
  const commands = [
    adminCommand('POST', 'repositories', { name: repository, private: isPrivate }),
    ...(readme
      ? [
          commitCommands({
            ...initialCommit,
            path: 'README.md',
            text: `# ${name}\n`,
            message: 'Initial commit',
          }),
        ]
      : []),
  ];
  return (
    <Box title="General">
      <TextField
        label="Owner"
        value={owner}
        onValue={setOwner}
        hint="On GitHub, your own name there. The lab's pages call it GITHUB_OWNER."
      />
      <TextField
        label="Repository name"
        value={name}
        onValue={setName}
        hint="The lab's pages say codepipeline-s3-lab."
        error={isInvalidName ? 'At most 100 letters, digits and the signs . _ -' : undefined}
      />
      <RadioGroup<Visibility>
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
          disabled={name === '' || owner === '' || isInvalidName}
          run={async (aws) => {
            await loggedGitHost(aws, commands.join('\n'), 'create-repository', {
              repository,
              private: isPrivate,
              readme,
            });
            navigate(repositoryUrl(repository));
          }}
        />
      </div>
    </Box>
  );
}
