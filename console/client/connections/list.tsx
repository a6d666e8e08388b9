import { useState } from 'preact/hooks';
import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { Status } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { handshakeUrl } from '../github/handshake.tsx';
import { navigate, urlTo } from '../router.ts';
import { useLoaded } from '../use-loaded.ts';
import { listConnections, statusLabels } from './connection.ts';
import { DeleteConnection } from './delete.tsx';
import { ConnectionsPage } from './page.tsx';

/** The connections of the region, with buttons for the chosen one. */
export function Connections() {
  const loaded = useLoaded('Connections', listConnections, []);
  const [chosen, setChosen] = useState<string>();
  const [isDeleting, setDeleting] = useState(false);
  const selected = loaded.value?.find(({ ConnectionArn }) => ConnectionArn === chosen);
  return (
    <ConnectionsPage
      title="Connections"
      actions={
        <>
          <button
            type="button"
            class="plain"
            disabled={selected?.ConnectionStatus !== 'PENDING'}
            onClick={() => selected && navigate(handshakeUrl(selected.ConnectionArn))}
          >
            Update a pending connection
          </button>
          <button
            type="button"
            class="plain"
            disabled={selected === undefined}
            onClick={() => setDeleting(true)}
          >
            Delete
          </button>
          <a class="primary" href={urlTo('connections', 'create')}>
            Create connection
          </a>
        </>
      }
    >
      <WhenLoaded of={loaded}>
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
                  <a href={urlTo('connections', 'settings', ConnectionArn)}>{ConnectionName}</a>
                ),
              },
              { name: 'Provider', cell: ({ ProviderType }) => ProviderType },
              {
                name: 'Status',
                cell: ({ ConnectionStatus }) => {
                  const [kind, label] = statusLabels[ConnectionStatus];
                  return <Status kind={kind}>{label}</Status>;
                },
              },
              { name: 'ARN', cell: ({ ConnectionArn }) => <code class="arn">{ConnectionArn}</code> },
            ]}
          />
        )}
      </WhenLoaded>
      {isDeleting && selected !== undefined ? (
        <DeleteConnection
          connection={selected}
          onClose={() => setDeleting(false)}
          onDeleted={async () => {
            setChosen(undefined);
            await loaded.reload();
          }}
        />
      ) : null}
    </ConnectionsPage>
  );
}
