import { useState } from 'preact/hooks';
import { Dialog } from '../../../companion/ui/dialog.tsx';
import { succeed } from '../../../companion/ui/flash.tsx';
import { Box } from '../../../companion/ui/form.tsx';
import { Read } from '../../../companion/ui/page.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { hostAs, knobText } from '../host.ts';
import { useLoaded } from '../load.ts';
import { go, to } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import {
  type Access,
  accountOf,
  appName,
  type Installation,
  installBody,
  installText,
  ownedBy,
  RepositoryAccess,
  readInstallations,
} from './app.tsx';
import { GithubPage } from './page.tsx';
import { readRepositories } from './repositories.tsx';

const settings = [['Settings', to('github', 'settings')]] as const;
const applications = [...settings, ['Applications', to('github', 'settings', 'applications')]] as const;

/** The settings of the account at the pretend GitHub: only what the lab needs of them. */
export function AccountSettings() {
  return (
    <GithubPage title="Settings">
      <ul class="places">
        <li>
          <a href={to('github', 'settings', 'applications')}>Applications</a>
          <span>Apps that are installed, and what they may see</span>
        </li>
      </ul>
    </GithubPage>
  );
}

/** The apps that are installed. */
export function Applications() {
  const found = useLoaded('Applications', readInstallations, []);
  return (
    <GithubPage title="Applications" crumbs={settings}>
      <Read of={found}>
        {(rows) => (
          <Table
            label="Installed GitHub Apps"
            rows={rows}
            id={({ id }) => id}
            empty="No app is installed. A connection's handshake installs AWS's."
            columns={[
              { name: 'App', cell: () => appName },
              { name: 'Account', cell: accountOf },
              { name: 'Repositories', cell: ({ repositories }) => repositories?.join(', ') ?? 'all' },
              {
                name: 'Settings',
                cell: ({ id }) => <a href={to('github', 'settings', 'applications', id)}>Configure</a>,
              },
            ]}
          />
        )}
      </Read>
    </GithubPage>
  );
}

/** One installation: what the app may see, and its end. */
export function Configure({ id = '' }: Record<string, string>) {
  const found = useLoaded('Installation', async () => {
    const [all, { repositories }] = await Promise.all([readInstallations(), readRepositories()]);
    return { installation: all.find((one) => one.id === id), names: repositories.map(({ name }) => name) };
  }, [id]);
  return (
    <GithubPage title={appName} crumbs={applications}>
      <Read of={found}>
        {({ installation, names }) =>
          installation === undefined ? (
            <p class="empty">The app is not installed under this number any more.</p>
          ) : (
            <>
              <AccessBox of={installation} names={names} />
              <Uninstall of={installation} />
            </>
          )
        }
      </Read>
    </GithubPage>
  );
}

function AccessBox({ of, names }: { of: Installation; names: readonly string[] }) {
  const { owner, repositories } = of;
  const [access, setAccess] = useState<Access>(repositories ?? 'all');
  if (owner === undefined)
    return (
      <Box title="Repository access">
        <p>
          It sees every repository of this git host: <code>lab practice authorize</code> made it, which stands
          for the clicks of a handshake.
        </p>
      </Box>
    );
  return (
    <Box title={`Installed for ${owner}`}>
      <RepositoryAccess repositories={ownedBy(owner, names)} value={access} onValue={setAccess} />
      <AwsButton
        label="Save"
        title={`Change what ${appName} may see`}
        disabled={access.length === 0}
        run={async (aws) => {
          await hostAs(aws, installText(owner, access), 'install', installBody(owner, access));
          succeed('What the app may see was changed.');
        }}
      />
    </Box>
  );
}

function Uninstall({ of: { id } }: { of: Installation }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Box title="Danger zone">
      <p>Connections that rest on it see no repository any more, and hear of no push.</p>
      <button type="button" class="danger" onClick={() => setOpen(true)}>
        Uninstall
      </button>
      {isOpen ? (
        <Dialog
          title={`Uninstall ${appName}?`}
          onClose={() => setOpen(false)}
          actions={
            <AwsButton
              label="OK"
              title={`Uninstall ${appName}`}
              kind="danger"
              run={async (aws) => {
                try {
                  await hostAs(aws, knobText('DELETE', 'installations', { id }), 'uninstall', { id });
                  succeed(`${appName} was uninstalled.`);
                  go(to('github', 'settings', 'applications'));
                } finally {
                  setOpen(false);
                }
              }}
            />
          }
        >
          <p>A later installation is another one: a connection does not come back by it.</p>
        </Dialog>
      ) : null}
    </Box>
  );
}
