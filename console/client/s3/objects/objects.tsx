import { useEffect, useState } from 'preact/hooks';
import { CopyButton } from '../../../../companion/ui/copy-button.tsx';
import { Checkbox, TextField } from '../../../../companion/ui/form.tsx';
import { Menu } from '../../../../companion/ui/menu.tsx';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';
import { navigate, useQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import type { BucketRef } from '../settings/properties.tsx';
import { bucketUrl, uploadUrl } from '../urls.ts';
import { CreateFolder } from './create-folder.tsx';
import { DeleteObjects, objectIdentifier } from './delete-dialog.tsx';
import { listObjects, type Version } from './list.ts';
import { OpenButton } from './open.tsx';
import { ShareDialog } from './share.tsx';
import { ObjectTable, type Row, rowName, rowsOf } from './table.tsx';

/** *Objects*: the contents of a bucket or of a folder in it, with the actions for the chosen rows. */
export function Objects(bucketRef: BucketRef) {
  const { bucket, region } = bucketRef;
  const query = useQuery();
  const prefix = query.get('prefix') ?? '';
  const showsVersions = query.get('showversions') === 'true';
  const [chosen, setChosen] = useState<string[]>([]);
  const [search, setSearch] = useState('');
  const [dialog, setDialog] = useState<'delete' | 'share' | 'folder'>();
  const content = useLoaded(
    `Objects of ${bucket}`,
    async (client) => {
      const aws = client.inRegion(region);
      const [listing, { Status }] = await Promise.all([
        listObjects(aws, bucket, prefix, { versions: showsVersions, recursive: false }),
        aws<{ Status?: string }>('s3api', 'get-bucket-versioning', { bucket }),
      ]);
      return { rows: rowsOf(listing, prefix), isVersioned: Status !== undefined };
    },
    [bucket, region, prefix, showsVersions],
  );
  useEffect(() => setChosen([]), [prefix, showsVersions]);
  const rows = (content.value?.rows ?? []).filter((row) => chosen.includes(rowName(row, prefix)));
  const versions = rows.flatMap((row) => ('version' in row ? [row.version] : []));
  const folders = rows.flatMap((row) => ('folder' in row ? [row.folder] : []));
  const single = rows.length === 1 ? versions[0] : undefined;
  // Only the current version can be opened or shared, since `aws s3 presign` takes no version.
  const current = single?.isLatest && !single.isDeleteMarker ? single : undefined;
  const closeDialog = () => setDialog(undefined);
  return (
    <>
      <div class="actions toolbar">
        {single === undefined ? null : (
          <CopyButton label="Copy S3 URI" subject="S3 URI" text={`s3://${bucket}/${single.key}`} />
        )}
        <OpenButton bucketRef={bucketRef} objectKey={current?.key ?? ''} disabled={current === undefined} />
        <button type="button" class="plain" disabled={rows.length === 0} onClick={() => setDialog('delete')}>
          Delete
        </button>
        <Menu
          label="Actions"
          items={[
            {
              label: 'Share with a presigned URL',
              disabled: current === undefined,
              choose: () => setDialog('share'),
            },
            {
              label: 'Delete chosen objects',
              disabled: rows.length === 0,
              choose: () => setDialog('delete'),
            },
          ]}
        />
        <button type="button" class="plain" onClick={() => setDialog('folder')}>
          Create folder
        </button>
        <a class="primary" href={uploadUrl(bucket, prefix)}>
          Upload
        </a>
      </div>
      <div class="finder">
        <TextField label="Find objects by prefix" value={search} onValue={setSearch} />
        <Checkbox
          label="Show versions"
          checked={showsVersions}
          onValue={(shows) => navigate(bucketUrl(bucket, prefix, shows))}
        />
      </div>
      <WhenLoaded of={content}>
        {({ rows: allRows, isVersioned }) => (
          <>
            <ObjectTable
              {...{ bucket, prefix, showsVersions, chosen }}
              rows={matchingRows(allRows, prefix, search)}
              onChoose={setChosen}
              empty={emptyText(allRows, showsVersions)}
            />
            {dialog === 'delete' ? (
              <DeleteObjects
                {...{ bucketRef, folders, isVersioned }}
                objects={versions.map(({ key, versionId }: Version) => objectIdentifier(key, versionId))}
                isPermanent={showsVersions}
                onClose={closeDialog}
                onDeleted={async () => {
                  setChosen([]);
                  await content.reload();
                }}
              />
            ) : null}
          </>
        )}
      </WhenLoaded>
      {dialog === 'share' && current !== undefined ? (
        <ShareDialog bucketRef={bucketRef} objectKey={current.key} onClose={closeDialog} />
      ) : null}
      {dialog === 'folder' ? (
        <CreateFolder
          bucketRef={bucketRef}
          prefix={prefix}
          onClose={closeDialog}
          onCreated={() => content.reload()}
        />
      ) : null}
    </>
  );
}

const matchingRows = (rows: readonly Row[], prefix: string, search: string): Row[] =>
  rows.filter((row) => rowName(row, prefix).startsWith(search));

function emptyText(rows: readonly Row[], showsVersions: boolean): string {
  if (rows.length > 0) return 'No objects begin like this.';
  return showsVersions ? 'No objects, and no versions of any.' : 'No objects.';
}
