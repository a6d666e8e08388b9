import { useState } from 'preact/hooks';
import { Dialog } from '../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../companion/ui/flash.tsx';
import { Box, TextField } from '../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { adminCommand, loggedGitHost } from '../git-host.ts';
import { navigate, urlTo } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { ConfirmDelete } from '../ui/confirm-delete.tsx';
import { renameBranchCommands } from './commands.ts';
import { GithubPage } from './page.tsx';
import { useRepository } from './repository.tsx';
import type { RepositoryDetails } from './repository-details.ts';
import { repositoryUrl } from './urls.ts';

/** A repository's settings: its default branch, and its deletion. */
export function RepositorySettings({ owner = '', name = '' }: Record<string, string>) {
  const repository = `${owner}/${name}`;
  const loaded = useRepository(repository);
  return (
    <GithubPage title="Settings" repository={repository}>
      <nav class="github-bar" aria-label="Settings">
        <ul>
          <li>
            <a href={repositoryUrl(repository, 'settings')} aria-current="page">
              General
            </a>
          </li>
        </ul>
      </nav>
      <WhenLoaded of={loaded}>
        {(details) => (
          <>
            <DefaultBranch of={details} onRenamed={() => void loaded.reload()} />
            <DangerZone repository={details.name} />
          </>
        )}
      </WhenLoaded>
    </GithubPage>
  );
}

function DefaultBranch({ of, onRenamed }: { of: RepositoryDetails; onRenamed(): void }) {
  const { defaultBranch, branches } = of;
  const [isOpen, setOpen] = useState(false);
  const hasCommits = branches.some(({ name }) => name === defaultBranch);
  return (
    <Box title="Default branch">
      <p>
        <code>{defaultBranch}</code>{' '}
        {hasCommits ? (
          <button type="button" class="plain" onClick={() => setOpen(true)}>
            <span aria-hidden="true">✎ </span>Rename branch
          </button>
        ) : (
          'has no commit yet.'
        )}
      </p>
      {isOpen ? <RenameBranch of={of} onClose={() => setOpen(false)} onRenamed={onRenamed} /> : null}
    </Box>
  );
}

function RenameBranch(props: { of: RepositoryDetails; onClose(): void; onRenamed(): void }) {
  const { name: repository, defaultBranch: from } = props.of;
  const [name, setName] = useState(from);
  return (
    <Dialog
      title="Rename this branch"
      onClose={props.onClose}
      actions={
        <AwsButton
          label="Rename branch"
          disabled={name === '' || name === from}
          run={async (aws) => {
            try {
              const body = { repository, from, to: name };
              await loggedGitHost(
                aws,
                renameBranchCommands(repository, from, name, true),
                'rename-branch',
                body,
              );
              showSuccess(`The branch ${from} is called ${name} now.`);
              props.onRenamed();
            } finally {
              props.onClose();
            }
          }}
        />
      }
    >
      <TextField label="New name of the branch" value={name} onValue={setName} />
      <p class="hint">A pipeline that watches {from} does not follow: it names its branch by the letters.</p>
    </Dialog>
  );
}

function DangerZone({ repository }: { repository: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Box title="Danger Zone">
      <p>All its commits go, and so does what AWS's app may see of it.</p>
      <button type="button" class="danger" onClick={() => setOpen(true)}>
        Delete this repository
      </button>
      {isOpen ? (
        <ConfirmDelete
          title={`Delete ${repository}`}
          word={repository}
          button="Delete this repository"
          onClose={() => setOpen(false)}
          run={async (aws) => {
            const commands = adminCommand('DELETE', 'repositories', { name: repository });
            await loggedGitHost(aws, commands, 'delete-repository', { repository });
            showSuccess(`The repository ${repository} was deleted.`);
            navigate(urlTo('github'));
          }}
        >
          <p>This can't be undone.</p>
        </ConfirmDelete>
      ) : null}
    </Box>
  );
}
