import { useState } from 'preact/hooks';
import { succeed } from '../../../companion/ui/flash.tsx';
import { Box, Select } from '../../../companion/ui/form.tsx';
import { Read } from '../../../companion/ui/page.tsx';
import { accountOf, type Installation, readInstallations } from '../github/app.tsx';
import { hostAs, knobText } from '../host.ts';
import { useLoaded } from '../load.ts';
import { go, to } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { type Connection, readConnection } from './connection.ts';
import { ConnectionsPage } from './page.tsx';

/** The end of a handshake: which installation of the app the connection shall rest on. */
export function Connect({ arn = '' }: Record<string, string>) {
  const found = useLoaded(
    'Connection and installed apps',
    async (aws) => {
      const [connection, installations] = await Promise.all([readConnection(aws, arn), readInstallations()]);
      return { connection, installations };
    },
    [arn],
  );
  return (
    <ConnectionsPage title="Connect to GitHub">
      <Read of={found}>
        {({ connection, installations }) =>
          connection.ConnectionStatus === 'PENDING' ? (
            <Finish connection={connection} installations={installations} />
          ) : (
            <p>
              The handshake of <a href={to('connections', 'settings', arn)}>{connection.ConnectionName}</a> is
              over: there is nothing to connect.
            </p>
          )
        }
      </Read>
    </ConnectionsPage>
  );
}

function Finish({ connection, installations }: { connection: Connection; installations: Installation[] }) {
  const { ConnectionName: name, ConnectionArn: arn } = connection;
  const proposed = new URLSearchParams(location.search).get('installation') ?? '';
  const isThere = installations.some(({ id }) => id === proposed);
  const [installation, setInstallation] = useState(isThere ? proposed : '');
  return (
    <>
      <Box title={name}>
        <Select
          label="GitHub Apps"
          value={installation}
          onValue={setInstallation}
          choices={installations.map((one) => ({ value: one.id, label: `${one.id} · ${accountOf(one)}` }))}
          hint="GitHub's number of an app that is installed, and the account that it is installed for."
        />
        <p>
          <a class="plain" href={to('github', 'install', arn)}>
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
            const commands = knobText('POST', 'authorize', { name: arn, installation });
            await hostAs(aws, commands, 'connect', { connectionArn: arn, installation });
            succeed(`The connection ${name} is available.`);
            go(to('connections', 'settings', arn));
          }}
        />
      </div>
    </>
  );
}
