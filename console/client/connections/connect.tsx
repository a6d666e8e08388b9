import { useState } from 'preact/hooks';
import { showSuccess } from '../../../companion/ui/flash.tsx';
import { Box, Select } from '../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { adminCommand, loggedGitHost } from '../git-host.ts';
import { type Installation, installationAccount, readInstallations } from '../github/app.tsx';
import { navigate, urlTo } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { useLoaded } from '../use-loaded.ts';
import { type Connection, readConnection } from './connection.ts';
import { ConnectionsPage } from './page.tsx';

/** The end of a handshake: the user chooses the installation of the app that the connection uses. */
export function FinishConnection({ arn = '' }: Record<string, string>) {
  const loaded = useLoaded(
    'Connection and installed apps',
    async (aws) => {
      const [connection, installations] = await Promise.all([readConnection(aws, arn), readInstallations()]);
      return { connection, installations };
    },
    [arn],
  );
  return (
    <ConnectionsPage title="Connect to GitHub">
      <WhenLoaded of={loaded}>
        {({ connection, installations }) =>
          connection.ConnectionStatus === 'PENDING' ? (
            <InstallationForm connection={connection} installations={installations} />
          ) : (
            <p>
              The handshake of <a href={urlTo('connections', 'settings', arn)}>{connection.ConnectionName}</a>{' '}
              is over: there is nothing to connect.
            </p>
          )
        }
      </WhenLoaded>
    </ConnectionsPage>
  );
}

function InstallationForm({
  connection,
  installations,
}: {
  connection: Connection;
  installations: Installation[];
}) {
  const { ConnectionName: name, ConnectionArn: arn } = connection;
  const proposed = new URLSearchParams(location.search).get('installation') ?? '';
  const isInstalled = installations.some(({ id }) => id === proposed);
  const [installation, setInstallation] = useState(isInstalled ? proposed : '');
  return (
    <>
      <Box title={name}>
        <Select
          label="GitHub Apps"
          value={installation}
          onValue={setInstallation}
          choices={installations.map((one) => ({
            value: one.id,
            label: `${one.id} · ${installationAccount(one)}`,
          }))}
          hint="GitHub's number of an app that is installed, and the account that it is installed for."
        />
        <p>
          <a class="plain" href={urlTo('github', 'install', arn)}>
            Install a new app
          </a>
        </p>
      </Box>
      <div class="actions">
        <AwsButton
          label="Connect"
          title={`Connect ${name} to GitHub`}
          disabled={installation === ''}
          run={async (aws) => {
            const commands = adminCommand('POST', 'authorize', { name: arn, installation });
            await loggedGitHost(aws, commands, 'connect', { connectionArn: arn, installation });
            showSuccess(`The connection ${name} is available.`);
            navigate(urlTo('connections', 'settings', arn));
          }}
        />
      </div>
    </>
  );
}
