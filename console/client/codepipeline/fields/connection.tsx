import { Select } from '../../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';
import { Status } from '../../../../companion/ui/status.tsx';
import { urlTo } from '../../router.ts';
import { NewTabLink } from '../../ui/new-tab-link.tsx';
import { useLoaded } from '../../use-loaded.ts';

interface Connection {
  ConnectionName: string;
  ConnectionArn: string;
  ConnectionStatus: string;
}

/** A choice among the region's connections to GitHub. It polls the connections and shows the chosen one's status. */
export function ConnectionChoice(props: {
  value: string;
  error?: string | undefined;
  onValue(arn: string): void;
}) {
  const connections = useLoaded(
    'Connections',
    async (aws) => {
      const { Connections = [] } = await aws<{ Connections?: Connection[] }>(
        'codeconnections',
        'list-connections',
        { 'provider-type-filter': 'GitHub' },
      );
      return Connections;
    },
    [],
    3000,
  );
  return (
    <WhenLoaded of={connections}>
      {(rows) => {
        const chosen = rows.find(({ ConnectionArn }) => ConnectionArn === props.value);
        const choices = rows.map(({ ConnectionArn, ConnectionName }) => ({
          value: ConnectionArn,
          label: ConnectionName,
        }));
        // A pipeline can name a connection that does not exist any more.
        if (props.value !== '' && chosen === undefined)
          choices.unshift({ value: props.value, label: props.value });
        return (
          <>
            <Select
              {...props}
              label="Connection"
              hint={rows.length === 0 ? 'There is no connection in this region yet.' : undefined}
              choices={choices}
            />
            <div class="hint" role="status">
              <ConnectionStatusHint of={chosen} isNamed={props.value !== ''} />
            </div>
          </>
        );
      }}
    </WhenLoaded>
  );
}

function ConnectionStatusHint({ of, isNamed }: { of: Connection | undefined; isNamed: boolean }) {
  if (of?.ConnectionStatus === 'AVAILABLE') return <Status kind="good">Ready to connect</Status>;
  return (
    <>
      {of === undefined ? (
        isNamed ? (
          <Status kind="bad">This region has no such connection.</Status>
        ) : null
      ) : (
        <Status kind="waiting">{`The connection is ${of.ConnectionStatus.toLowerCase()}.`}</Status>
      )}{' '}
      {/* The link opens a new tab, so that the form keeps its values. Polling adds a connection created there. */}
      <NewTabLink href={urlTo('connections')}>Connections (opens in a new tab)</NewTabLink>
    </>
  );
}
