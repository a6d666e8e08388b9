import { useEffect, useState } from 'preact/hooks';
import { Copy } from '../../../../companion/ui/copy.tsx';
import { Checkbox, Text } from '../../../../companion/ui/form.tsx';
import { Menu } from '../../../../companion/ui/menu.tsx';
import { Read } from '../../../../companion/ui/page.tsx';
import { useLoaded } from '../../load.ts';
import { go, useQuery } from '../../router.ts';
import { bucketAddress, uploadAddress } from '../place.ts';
import type { BucketPlace } from '../settings/properties.tsx';
import { CreateFolder } from './create-folder.tsx';
import { DeleteObjects, doomedOf } from './delete.tsx';
import { listed, type Version } from './list.ts';
import { Open } from './open.tsx';
import { Share } from './share.tsx';
import { ObjectTable, type Row, rowName, rowsOf } from './table.tsx';

/** *Objects*: what is in the bucket or in a folder of it, and what can be done with it. */
export function Objects(place: BucketPlace) {
  const { bucket, region } = place;
  const query = useQuery();
  const prefix = query.get('prefix') ?? '';
  const showsVersions = query.get('showversions') === 'true';
  const [chosen, setChosen] = useState<string[]>([]);
  const [wanted, setWanted] = useState('');
  const [asked, setAsked] = useState<'delete' | 'share' | 'folder'>();
  const content = useLoaded(
    `Objects of ${bucket}`,
    async (reading) => {
      const aws = reading.in(region);
      const [listing, { Status }] = await Promise.all([
        listed(aws, bucket, prefix, { versions: showsVersions, deep: false }),
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
  const only = rows.length === 1 ? versions[0] : undefined;
  // What is opened or shared is what stands there now: `aws s3 presign` knows no versions.
  const current = only?.isLatest && !only.isMarker ? only : undefined;
  const close = () => setAsked(undefined);
  return (
    <>
      <div class="actions toolbar">
        {only === undefined ? null : (
          <Copy label="Copy S3 URI" what="S3 URI" text={`s3://${bucket}/${only.key}`} />
        )}
        <Open place={place} objectKey={current?.key ?? ''} disabled={current === undefined} />
        <button type="button" class="plain" disabled={rows.length === 0} onClick={() => setAsked('delete')}>
          Delete
        </button>
        <Menu
          label="Actions"
          items={[
            {
              label: 'Share with a presigned URL',
              disabled: current === undefined,
              choose: () => setAsked('share'),
            },
            { label: 'Delete chosen objects', disabled: rows.length === 0, choose: () => setAsked('delete') },
          ]}
        />
        <button type="button" class="plain" onClick={() => setAsked('folder')}>
          Create folder
        </button>
        <a class="primary" href={uploadAddress(bucket, prefix)}>
          Upload
        </a>
      </div>
      <div class="finder">
        <Text label="Find objects by prefix" value={wanted} onValue={setWanted} />
        <Checkbox
          label="Show versions"
          checked={showsVersions}
          onValue={(shows) => go(bucketAddress(bucket, prefix, shows))}
        />
      </div>
      <Read of={content}>
        {({ rows: all, isVersioned }) => (
          <>
            <ObjectTable
              {...{ bucket, prefix, showsVersions, chosen }}
              rows={found(all, prefix, wanted)}
              onChoose={setChosen}
              empty={emptyWords(all, showsVersions)}
            />
            {asked === 'delete' ? (
              <DeleteObjects
                {...{ place, folders, isVersioned }}
                objects={versions.map(({ key, versionId }: Version) => doomedOf(key, versionId))}
                isForGood={showsVersions}
                onClose={close}
                onDeleted={async () => {
                  setChosen([]);
                  await content.reload();
                }}
              />
            ) : null}
          </>
        )}
      </Read>
      {asked === 'share' && current !== undefined ? (
        <Share place={place} objectKey={current.key} onClose={close} />
      ) : null}
      {asked === 'folder' ? (
        <CreateFolder place={place} prefix={prefix} onClose={close} onMade={() => content.reload()} />
      ) : null}
    </>
  );
}

const found = (rows: readonly Row[], prefix: string, wanted: string): Row[] =>
  rows.filter((row) => rowName(row, prefix).startsWith(wanted));

function emptyWords(rows: readonly Row[], showsVersions: boolean): string {
  if (rows.length > 0) return 'No objects begin like this.';
  return showsVersions ? 'No objects, and no versions of any.' : 'No objects.';
}
