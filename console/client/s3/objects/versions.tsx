import { Timestamp } from '../../../../companion/ui/status.tsx';
import { Table } from '../../../../companion/ui/table.tsx';
import { sizeText } from '../size.ts';
import { objectUrl } from '../urls.ts';
import type { Version } from './list.ts';

/** *Versions* of one object, the newest first. */
export function VersionTable({ bucket, versions }: { bucket: string; versions: readonly Version[] }) {
  return (
    <Table<Version>
      label="Versions"
      rows={versions}
      id={({ versionId = '' }) => versionId}
      empty="No versions."
      columns={[
        {
          name: 'Version ID',
          cell: ({ key, versionId, isDeleteMarker: isMarker, isLatest }) =>
            isMarker ? (
              <code class="version-id">{versionId}</code>
            ) : (
              <a href={objectUrl(bucket, key, isLatest ? undefined : versionId)}>
                <code class="version-id">{versionId}</code>
              </a>
            ),
        },
        {
          name: 'Type',
          cell: ({ isDeleteMarker: isMarker, isLatest }) =>
            `${isMarker ? 'Delete marker' : 'Object'}${isLatest ? ' (current version)' : ''}`,
        },
        { name: 'Last modified', cell: ({ modified }) => <Timestamp time={modified} /> },
        { name: 'Size', cell: ({ bytes, isDeleteMarker: isMarker }) => (isMarker ? '–' : sizeText(bytes)) },
      ]}
    />
  );
}
