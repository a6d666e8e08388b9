import { useState } from 'preact/hooks';
import { Copy } from '../../../companion/ui/copy.tsx';
import { succeed } from '../../../companion/ui/flash.tsx';
import { Box, type Tag, Tags } from '../../../companion/ui/form.tsx';
import { Read } from '../../../companion/ui/page.tsx';
import { Status } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { handshakeOf } from '../github/handshake.tsx';
import { useLoaded } from '../load.ts';
import { go, to } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { type Connection, readConnection, statuses, tagOptions } from './connection.ts';
import { DeleteConnection } from './delete.tsx';
import { ConnectionsPage } from './page.tsx';

/** One connection: its status, its tags, its end. */
export function ConnectionSettings({ arn = '' }: Record<string, string>) {
  const found = useLoaded(
    'Connection',
    async (aws) => {
      const [connection, { Tags: tags = [] }] = await Promise.all([
        readConnection(aws, arn),
        aws<{ Tags?: { Key: string; Value: string }[] }>('codeconnections', 'list-tags-for-resource', {
          'resource-arn': arn,
        }),
      ]);
      return { connection, tags: tags.map(({ Key, Value }) => ({ key: Key, value: Value })) };
    },
    [arn],
  );
  const [isDeleting, setDeleting] = useState(false);
  const connection = found.value?.connection;
  return (
    <ConnectionsPage
      title={connection?.ConnectionName ?? 'Connection'}
      actions={
        connection === undefined ? undefined : (
          <>
            {connection.ConnectionStatus === 'PENDING' ? (
              <button type="button" class="primary" onClick={() => go(handshakeOf(arn))}>
                Update a pending connection
              </button>
            ) : null}
            <button type="button" class="plain" onClick={() => setDeleting(true)}>
              Delete
            </button>
          </>
        )
      }
    >
      <Read of={found}>
        {(read) => (
          <>
            <Facts of={read.connection} />
            <TagBox key={JSON.stringify(read.tags)} arn={arn} tags={read.tags} onSaved={found.reload} />
          </>
        )}
      </Read>
      {isDeleting && connection !== undefined ? (
        <DeleteConnection
          connection={connection}
          onClose={() => setDeleting(false)}
          onDeleted={() => go(to('connections'))}
        />
      ) : null}
    </ConnectionsPage>
  );
}

function Facts({ of }: { of: Connection }) {
  const { ConnectionArn, ConnectionStatus, ProviderType } = of;
  const [kind, words] = statuses[ConnectionStatus];
  return (
    <Box title="Connection settings">
      <dl class="fact-list">
        <div>
          <dt>Status</dt>
          <dd>
            <Status kind={kind}>{words}</Status>
          </dd>
        </div>
        <div>
          <dt>Provider</dt>
          <dd>{ProviderType}</dd>
        </div>
        <div>
          <dt>ARN</dt>
          <dd>
            <code>{ConnectionArn}</code> <Copy what="the ARN" text={ConnectionArn} />
          </dd>
        </div>
      </dl>
      {ConnectionStatus === 'PENDING' ? (
        <p class="hint">The handshake is not finished: a pipeline can't read through this connection yet.</p>
      ) : null}
    </Box>
  );
}

function TagBox({ arn, tags, onSaved }: { arn: string; tags: Tag[]; onSaved(): Promise<void> }) {
  const [isEditing, setEditing] = useState(false);
  const [wanted, setWanted] = useState(tags);
  const gone = tags.filter(({ key }) => !wanted.some((one) => one.key === key)).map(({ key }) => key);
  const changed = wanted.filter(
    ({ key, value }) => !tags.some((one) => one.key === key && one.value === value),
  );
  return (
    <Box
      title="Tags"
      actions={
        isEditing ? undefined : (
          <button type="button" class="plain" onClick={() => setEditing(true)}>
            Edit<span class="unseen"> tags</span>
          </button>
        )
      }
    >
      {isEditing ? (
        <>
          <Tags tags={wanted} onValue={setWanted} addLabel="Add tag" />
          <p class="actions">
            <AwsButton
              label="Submit"
              title="Change tags"
              disabled={gone.length + changed.length === 0}
              run={async (aws) => {
                if (gone.length > 0)
                  await aws('codeconnections', 'untag-resource', { 'resource-arn': arn, 'tag-keys': gone });
                if (changed.length > 0)
                  await aws('codeconnections', 'tag-resource', {
                    'resource-arn': arn,
                    tags: tagOptions(changed),
                  });
                succeed('The tags were changed.');
                await onSaved();
              }}
            />
          </p>
        </>
      ) : (
        <Table
          label="Tags"
          rows={tags}
          id={({ key }) => key}
          empty="No tags."
          columns={[
            { name: 'Key', cell: ({ key }) => key },
            { name: 'Value', cell: ({ value }) => value },
          ]}
        />
      )}
    </Box>
  );
}
