import { useState } from 'preact/hooks';
import { Read } from '../../../companion/ui/page.tsx';
import { Status } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { handshakeOf } from '../github/handshake.tsx';
import { useLoaded } from '../load.ts';
import { go, to } from '../router.ts';
import { listConnections, statuses } from './connection.ts';
import { DeleteConnection } from './delete.tsx';
import { ConnectionsPage } from './page.tsx';

/** The connections of the region, and what can be done with one. */
export function Connections() {
  const found = useLoaded('Connections', listConnections, []);
  const [chosen, setChosen] = useState<string>();
  const [isDeleting, setDeleting] = useState(false);
  const one = found.value?.find(({ ConnectionArn }) => ConnectionArn === chosen);
  return (
    <ConnectionsPage
      title="Connections"
      actions={
        <>
          <button
            type="button"
            class="plain"
            disabled={one?.ConnectionStatus !== 'PENDING'}
            onClick={() => one && go(handshakeOf(one.ConnectionArn))}
          >
            Update a pending connection
          </button>
          <button type="button" class="plain" disabled={one === undefined} onClick={() => setDeleting(true)}>
            Delete
          </button>
          <a class="primary" href={to('connections', 'create')}>
            Create connection
          </a>
        </>
      }
    >
      <Read of={found}>
        {(rows) => (
          <Table
            label="Connections"
            rows={rows}
            id={({ ConnectionArn }) => ConnectionArn}
            choose="one"
            chosen={chosen === undefined ? [] : [chosen]}
            onChoose={([arn]) => setChosen(arn)}
            empty="No connections. Choose Create connection."
            columns={[
              {
                name: 'Connection name',
                cell: ({ ConnectionName, ConnectionArn }) => (
                  <a href={to('connections', 'settings', ConnectionArn)}>{ConnectionName}</a>
                ),
              },
              { name: 'Provider', cell: ({ ProviderType }) => ProviderType },
              {
                name: 'Status',
                cell: ({ ConnectionStatus }) => {
                  const [kind, words] = statuses[ConnectionStatus];
                  return <Status kind={kind}>{words}</Status>;
                },
              },
              { name: 'ARN', cell: ({ ConnectionArn }) => <code class="arn">{ConnectionArn}</code> },
            ]}
          />
        )}
      </Read>
      {isDeleting && one !== undefined ? (
        <DeleteConnection
          connection={one}
          onClose={() => setDeleting(false)}
          onDeleted={async () => {
            setChosen(undefined);
            await found.reload();
          }}
        />
      ) : null}
    </ConnectionsPage>
  );
}
