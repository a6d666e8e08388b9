import { useId, useState } from 'preact/hooks';
import { Box, RadioGroup, type Tag, TagEditor, TextField } from '../../../companion/ui/form.tsx';
import { handshakeUrl } from '../github/handshake.tsx';
import { navigate } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { awsTags, nameProblem } from './connection.ts';
import { ConnectionsPage } from './page.tsx';

const unsupportedHint = "Not here: the lab's repository is at GitHub.";

const providers = [
  { value: 'GitHub', label: 'GitHub' },
  { value: 'Bitbucket', label: 'Bitbucket', hint: unsupportedHint, disabled: true },
  {
    value: 'GitHubEnterpriseServer',
    label: 'GitHub Enterprise Server',
    hint: unsupportedHint,
    disabled: true,
  },
  { value: 'GitLab', label: 'GitLab', hint: unsupportedHint, disabled: true },
  { value: 'GitLabSelfManaged', label: 'GitLab self-managed', hint: unsupportedHint, disabled: true },
] as const;

type Provider = (typeof providers)[number]['value'];

/** Creates a connection with a provider, a name and tags, and then continues with the handshake at GitHub. */
export function CreateConnection() {
  const [provider, setProvider] = useState<Provider>('GitHub');
  const [name, setName] = useState('');
  const [tags, setTags] = useState<Tag[]>([]);
  const problem = nameProblem(name);
  return (
    <ConnectionsPage title="Create a connection">
      <Box title="Provider">
        <RadioGroup<Provider>
          legend="Select a provider"
          value={provider}
          onValue={setProvider}
          choices={providers}
        />
      </Box>
      <Box title="Create GitHub App connection">
        <TextField
          label="Connection name"
          value={name}
          onValue={setName}
          error={problem}
          hint="1 to 32 characters. It can't be changed afterwards."
        />
        <OptionalTags tags={tags} onValue={setTags} />
      </Box>
      <div class="actions">
        <AwsButton
          label="Connect to GitHub"
          title={`Create connection ${name}`}
          disabled={name === '' || problem !== undefined}
          run={async (aws) => {
            const { ConnectionArn } = await aws<{ ConnectionArn: string }>(
              'codeconnections',
              'create-connection',
              {
                'provider-type': provider,
                'connection-name': name,
                tags: tags.length === 0 ? undefined : awsTags(tags),
              },
            );
            navigate(handshakeUrl(ConnectionArn));
          }}
        />
      </div>
    </ConnectionsPage>
  );
}

function OptionalTags({ tags, onValue }: { tags: Tag[]; onValue(tags: Tag[]): void }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <p>
        <button
          type="button"
          class="plain"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          <span aria-hidden="true">{isOpen ? '▾ ' : '▸ '}</span>Tags
        </button>{' '}
        <span class="dim">- optional</span>
      </p>
      <div id={id} hidden={!isOpen}>
        <TagEditor tags={tags} onValue={onValue} addLabel="Add tag" />
      </div>
    </>
  );
}
