import { useState } from 'preact/hooks';
import { Dialog } from '../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../companion/ui/flash.tsx';
import { Box } from '../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { adminCommand, loggedGitHost } from '../git-host.ts';
import { navigate, urlTo } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { useLoaded } from '../use-loaded.ts';
import {
  type Access,
  appName,
  type Installation,
  installationAccount,
  installCommand,
  installRequest,
  RepositoryAccess,
  readInstallations,
  repositoriesOf,
} from './app.tsx';
import { GithubPage } from './page.tsx';
import { readRepositories } from './repositories.tsx';

const settingsBreadcrumbs = [['Settings', urlTo('github', 'settings')]] as const;
const applicationsBreadcrumbs = [
  ...settingsBreadcrumbs,
  ['Applications', urlTo('github', 'settings', 'applications')],
] as const;

/** The settings of the account at the pretend GitHub, as far as the lab needs them. */
export function AccountSettings() {
  return (
    <GithubPage title="Settings">
      <ul class="places">
        <li>
          <a href={urlTo('github', 'settings', 'applications')}>Applications</a>
          <span>Apps that are installed, and what they may see</span>
        </li>
      </ul>
    </GithubPage>
  );
}

/** The list of installed apps. */
export function Applications() {
  const loaded = useLoaded('Applications', readInstallations, []);
  return (
    <GithubPage title="Applications" breadcrumbs={settingsBreadcrumbs}>
      <WhenLoaded of={loaded}>
        {(rows) => (
          <Table
            label="Installed GitHub Apps"
            rows={rows}
            id={({ id }) => id}
            empty="No app is installed. A connection's handshake installs AWS's."
            columns={[
              { name: 'App', cell: () => appName },
              { name: 'Account', cell: installationAccount },
              { name: 'Repositories', cell: ({ repositories }) => repositories?.join(', ') ?? 'all' },
              {
                name: 'Settings',
                cell: ({ id }) => <a href={urlTo('github', 'settings', 'applications', id)}>Configure</a>,
              },
            ]}
          />
        )}
      </WhenLoaded>
    </GithubPage>
  );
}

/** One installation: the repositories that the app may access, and its removal. */
export function InstallationSettings({ id = '' }: Record<string, string>) {
  const loaded = useLoaded('Installation', async () => {
    const [all, { repositories }] = await Promise.all([readInstallations(), readRepositories()]);
    return { installation: all.find((one) => one.id === id), names: repositories.map(({ name }) => name) };
  }, [id]);
  return (
    <GithubPage title={appName} breadcrumbs={applicationsBreadcrumbs}>
      <WhenLoaded of={loaded}>
        {({ installation, names }) =>
          installation === undefined ? (
            <p class="empty">The app is not installed under this number any more.</p>
          ) : (
            <>
              <RepositoryAccessBox of={installation} names={names} />
              <UninstallBox of={installation} />
            </>
          )
        }
      </WhenLoaded>
    </GithubPage>
  );
}

function RepositoryAccessBox({ of, names }: { of: Installation; names: readonly string[] }) {
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
      <RepositoryAccess repositories={repositoriesOf(owner, names)} value={access} onValue={setAccess} />
      <AwsButton
        label="Save"
        title={`Change what ${appName} may see`}
        disabled={access.length === 0}
        run={async (aws) => {
          await loggedGitHost(aws, installCommand(owner, access), 'install', installRequest(owner, access));
          showSuccess('What the app may see was changed.');
        }}
      />
    </Box>
  );
}

function UninstallBox({ of: { id } }: { of: Installation }) {
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
                  await loggedGitHost(aws, adminCommand('DELETE', 'installations', { id }), 'uninstall', {
                    id,
                  });
                  showSuccess(`${appName} was uninstalled.`);
                  navigate(urlTo('github', 'settings', 'applications'));
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
