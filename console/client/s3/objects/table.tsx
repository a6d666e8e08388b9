import { useState } from 'preact/hooks';
import { Timestamp } from '../../../../companion/ui/status.tsx';
import { type Column, Table } from '../../../../companion/ui/table.tsx';
import { sizeText } from '../size.ts';
import { bucketUrl, objectUrl, shortName } from '../urls.ts';
import type { Listing, Version } from './list.ts';

/** A row: a folder by its prefix, or an object. */
export type Row = { folder: string } | { version: Version };

/** The name of a row, which also identifies it when it is chosen. */
export function rowName(row: Row, prefix: string): string {
  if ('folder' in row) return shortName(row.folder, prefix);
  const { key, versionId } = row.version;
  const name = shortName(key, prefix);
  return versionId === undefined ? name : `${name} version ${versionId}`;
}

export const rowsOf = ({ folders, objects }: Listing, prefix: string): Row[] => [
  ...folders.map((folder) => ({ folder })),
  // An object whose key is the folder's prefix represents the folder itself and is not one of its rows.
  ...objects.filter(({ key }) => key !== prefix).map((version) => ({ version })),
];

const typeLabel = ({ key, isDeleteMarker: isMarker }: Version): string => {
  if (isMarker) return 'Delete marker';
  const [, ending] = /[^/]\.([^./]+)$/.exec(key) ?? [];
  return ending ?? '–';
};

/** The number of rows that are rendered at first, and that each *Show more* adds. */
const pageRows = 300;

/** The contents of a folder, with a checkbox for each row. */
export function ObjectTable(props: {
  bucket: string;
  prefix: string;
  rows: readonly Row[];
  showsVersions: boolean;
  chosen: readonly string[];
  onChoose(names: string[]): void;
  empty: string;
}) {
  const { bucket, prefix, rows, showsVersions } = props;
  const [rowLimit, setRowLimit] = useState(pageRows);
  const versionColumns: Column<Row>[] = [
    {
      name: 'Version ID',
      cell: (row) => ('version' in row ? <code class="version-id">{row.version.versionId}</code> : '–'),
    },
  ];
  return (
    <>
      <Table<Row>
        label="Objects"
        rows={rows.slice(0, rowLimit)}
        id={(row) => rowName(row, prefix)}
        choose="many"
        chosen={props.chosen}
        onChoose={props.onChoose}
        empty={props.empty}
        columns={[
          { name: 'Name', cell: (row) => <NameCell row={row} {...{ bucket, prefix, showsVersions }} /> },
          { name: 'Type', cell: (row) => ('folder' in row ? 'Folder' : typeLabel(row.version)) },
          ...(showsVersions ? versionColumns : []),
          {
            name: 'Last modified',
            cell: (row) => ('version' in row ? <Timestamp time={row.version.modified} /> : '–'),
          },
          {
            name: 'Size',
            cell: (row) =>
              'version' in row && !row.version.isDeleteMarker ? sizeText(row.version.bytes) : '–',
          },
          { name: 'Storage class', cell: (row) => ('version' in row ? storageClassLabel(row.version) : '–') },
        ]}
      />
      {rows.length > rowLimit ? (
        <p>
          The first {rowLimit} of {rows.length} are shown.{' '}
          <button type="button" class="plain" onClick={() => setRowLimit(rowLimit + pageRows)}>
            Show more
          </button>
        </p>
      ) : null}
    </>
  );
}

function storageClassLabel({ storageClass, isDeleteMarker: isMarker }: Version): string {
  if (isMarker) return '–';
  return storageClass === undefined || storageClass === 'STANDARD' ? 'Standard' : storageClass;
}

function NameCell(props: { row: Row; bucket: string; prefix: string; showsVersions: boolean }) {
  const { row, bucket, prefix, showsVersions } = props;
  if ('folder' in row)
    return <a href={bucketUrl(bucket, row.folder, showsVersions)}>{shortName(row.folder, prefix)}</a>;
  const { key, versionId, isDeleteMarker: isMarker, isLatest } = row.version;
  const name = shortName(key, prefix);
  if (isMarker) return <span>{name}</span>;
  return <a href={objectUrl(bucket, key, isLatest ? undefined : versionId)}>{name}</a>;
}
