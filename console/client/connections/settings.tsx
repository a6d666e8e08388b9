import { useState } from 'preact/hooks';
import { CopyButton } from '../../../companion/ui/copy-button.tsx';
import { showSuccess } from '../../../companion/ui/flash.tsx';
import { Box, type Tag, TagEditor } from '../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { Status } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { handshakeUrl } from '../github/handshake.tsx';
import { navigate, urlTo } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { useLoaded } from '../use-loaded.ts';
import { awsTags, type Connection, readConnection, statusLabels } from './connection.ts';
import { DeleteConnection } from './delete.tsx';
import { ConnectionsPage } from './page.tsx';

/** One connection: its status, its tags, and its deletion. */
export function ConnectionSettings({ arn = '' }: Record<string, string>) {
  const loaded = useLoaded(
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
  const connection = loaded.value?.connection;
  return (
    <ConnectionsPage
      title={connection?.ConnectionName ?? 'Connection'}
      actions={
        connection === undefined ? undefined : (
          <>
            {connection.ConnectionStatus === 'PENDING' ? (
              <button type="button" class="primary" onClick={() => navigate(handshakeUrl(arn))}>
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
      <WhenLoaded of={loaded}>
        {(details) => (
          <>
            <ConnectionDetails of={details.connection} />
            <TagBox
              key={JSON.stringify(details.tags)}
              arn={arn}
              tags={details.tags}
              onSaved={loaded.reload}
            />
          </>
        )}
      </WhenLoaded>
      {isDeleting && connection !== undefined ? (
        <DeleteConnection
          connection={connection}
          onClose={() => setDeleting(false)}
          onDeleted={() => navigate(urlTo('connections'))}
        />
      ) : null}
    </ConnectionsPage>
  );
}

function ConnectionDetails({ of }: { of: Connection }) {
  const { ConnectionArn, ConnectionStatus, ProviderType } = of;
  const [kind, label] = statusLabels[ConnectionStatus];
  return (
    <Box title="Connection settings">
      <dl class="fact-list">
        <div>
          <dt>Status</dt>
          <dd>
            <Status kind={kind}>{label}</Status>
          </dd>
        </div>
        <div>
          <dt>Provider</dt>
          <dd>{ProviderType}</dd>
        </div>
        <div>
          <dt>ARN</dt>
          <dd>
            <code>{ConnectionArn}</code> <CopyButton subject="the ARN" text={ConnectionArn} />
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
  const [editedTags, setEditedTags] = useState(tags);
  const removedKeys = tags
    .filter(({ key }) => !editedTags.some((one) => one.key === key))
    .map(({ key }) => key);
  const changedTags = editedTags.filter(
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
          <TagEditor tags={editedTags} onValue={setEditedTags} addLabel="Add tag" />
          <p class="actions">
            <AwsButton
              label="Submit"
              title="Change tags"
              disabled={removedKeys.length + changedTags.length === 0}
              run={async (aws) => {
                if (removedKeys.length > 0)
                  await aws('codeconnections', 'untag-resource', {
                    'resource-arn': arn,
                    'tag-keys': removedKeys,
                  });
                if (changedTags.length > 0)
                  await aws('codeconnections', 'tag-resource', {
                    'resource-arn': arn,
                    tags: awsTags(changedTags),
                  });
                showSuccess('The tags were changed.');
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
