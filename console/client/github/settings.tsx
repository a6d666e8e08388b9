import { useState } from 'preact/hooks';
import { Dialog } from '../../../companion/ui/dialog.tsx';
import { succeed } from '../../../companion/ui/flash.tsx';
import { Box, Text } from '../../../companion/ui/form.tsx';
import { Read } from '../../../companion/ui/page.tsx';
import { hostAs, knobText } from '../host.ts';
import { go, to } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { ConfirmDelete } from '../ui/confirm-delete.tsx';
import { renameText } from './commands.ts';
import { GithubPage } from './page.tsx';
import { placeIn } from './place.ts';
import { useRepository } from './repository.tsx';
import type { RepositoryRead } from './use-repository.ts';

/** A repository's settings: its default branch, and its end. */
export function RepositorySettings({ owner = '', name = '' }: Record<string, string>) {
  const repository = `${owner}/${name}`;
  const found = useRepository(repository);
  return (
    <GithubPage title="Settings" repository={repository}>
      <nav class="github-bar" aria-label="Settings">
        <ul>
          <li>
            <a href={placeIn(repository, 'settings')} aria-current="page">
              General
            </a>
          </li>
        </ul>
      </nav>
      <Read of={found}>
        {(read) => (
          <>
            <DefaultBranch of={read} onRenamed={() => void found.reload()} />
            <DangerZone repository={read.name} />
          </>
        )}
      </Read>
    </GithubPage>
  );
}

function DefaultBranch({ of, onRenamed }: { of: RepositoryRead; onRenamed(): void }) {
  const { defaultBranch, branches } = of;
  const [isOpen, setOpen] = useState(false);
  const isThere = branches.some(({ name }) => name === defaultBranch);
  return (
    <Box title="Default branch">
      <p>
        <code>{defaultBranch}</code>{' '}
        {isThere ? (
          <button type="button" class="plain" onClick={() => setOpen(true)}>
            <span aria-hidden="true">✎ </span>Rename branch
          </button>
        ) : (
          'has no commit yet.'
        )}
      </p>
      {isOpen ? <Rename of={of} onClose={() => setOpen(false)} onRenamed={onRenamed} /> : null}
    </Box>
  );
}

function Rename(props: { of: RepositoryRead; onClose(): void; onRenamed(): void }) {
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
              await hostAs(aws, renameText(repository, from, name, true), 'rename-branch', body);
              succeed(`The branch ${from} is called ${name} now.`);
              props.onRenamed();
            } finally {
              props.onClose();
            }
          }}
        />
      }
    >
      <Text label="New name of the branch" value={name} onValue={setName} />
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
            const commands = knobText('DELETE', 'repositories', { name: repository });
            await hostAs(aws, commands, 'delete-repository', { repository });
            succeed(`The repository ${repository} was deleted.`);
            go(to('github'));
          }}
        >
          <p>This can't be undone.</p>
        </ConfirmDelete>
      ) : null}
    </Box>
  );
}
