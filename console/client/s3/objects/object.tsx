import { useState } from 'preact/hooks';
import { Copy } from '../../../../companion/ui/copy.tsx';
import { Menu } from '../../../../companion/ui/menu.tsx';
import { Page, Read } from '../../../../companion/ui/page.tsx';
import { Tabs } from '../../../../companion/ui/tabs.tsx';
import { type Aws, orAbsent } from '../../aws.ts';
import { useLoaded } from '../../load.ts';
import { type PageValues, useQuery } from '../../router.ts';
import { S3Nav } from '../nav.tsx';
import { crumbsTo } from '../place.ts';
import { regionOf } from '../read.ts';
import { DeleteObjects, doomedOf } from './delete.tsx';
import { listed, type Version } from './list.ts';
import { type Head, ObjectProperties } from './object-properties.tsx';
import { Open } from './open.tsx';
import { Share } from './share.tsx';
import { VersionTable } from './versions.tsx';

interface Shown {
  region: string;
  /** Undefined where the object's newest version is a delete marker, or there is none. */
  head: Head | undefined;
  tags: { Key: string; Value: string }[];
  versions: Version[];
  isVersioned: boolean;
}

async function readObject(reading: Aws, bucket: string, key: string, versionId?: string): Promise<Shown> {
  const region = await regionOf(reading, bucket);
  const aws = reading.in(region);
  const one = { bucket, key, 'version-id': versionId };
  const [head, listing, { Status }] = await Promise.all([
    // The answer to HEAD has no body, so that its status is all there is of a code.
    orAbsent(aws<Head>('s3api', 'head-object', one), '404', 'NoSuchKey', 'NotFound', 'NoSuchVersion'),
    listed(aws, bucket, key, { versions: true, deep: true }),
    aws<{ Status?: string }>('s3api', 'get-bucket-versioning', { bucket }),
  ]);
  const { TagSet: tags = [] } =
    head === undefined ? {} : await aws<{ TagSet?: Shown['tags'] }>('s3api', 'get-object-tagging', one);
  const versions = listing.objects.filter((version) => version.key === key);
  return { region, head, tags, versions, isVersioned: Status !== undefined };
}

/** An object, or one version of it: what it is, and its versions. */
export function ObjectPage({ bucket = '' }: PageValues) {
  const query = useQuery();
  const key = query.get('key') ?? '';
  const versionId = query.get('versionId') ?? undefined;
  const [asked, setAsked] = useState<'delete' | 'share'>();
  const shown = useLoaded(`Object ${key}`, (aws) => readObject(aws, bucket, key, versionId), [
    bucket,
    key,
    versionId,
  ]);
  const prefix = key.slice(0, key.lastIndexOf('/', key.length - 2) + 1);
  const close = () => setAsked(undefined);
  return (
    <Page title={key.slice(prefix.length)} crumbs={crumbsTo(bucket, prefix)}>
      <S3Nav />
      <Read of={shown}>
        {({ region, head, tags, versions, isVersioned }) => {
          const place = { bucket, region };
          const isCurrent = versionId === undefined && head !== undefined;
          return (
            <>
              <div class="actions toolbar">
                <Copy label="Copy S3 URI" what="S3 URI" text={`s3://${bucket}/${key}`} />
                <Open place={place} objectKey={key} disabled={!isCurrent} />
                <Menu
                  label="Object actions"
                  items={[
                    {
                      label: 'Share with a presigned URL',
                      disabled: !isCurrent,
                      choose: () => setAsked('share'),
                    },
                    { label: 'Delete', disabled: head === undefined, choose: () => setAsked('delete') },
                  ]}
                />
              </div>
              {versionId === undefined ? null : (
                <p class="hint">
                  Version {versionId}. Only the newest version can be opened or shared here: the command{' '}
                  <code>aws s3 presign</code> knows no other.
                </p>
              )}
              <Tabs
                label={`Object ${key}`}
                tabs={[
                  {
                    name: 'Properties',
                    draw: () => <ObjectProperties {...{ place, objectKey: key, head, tags }} />,
                  },
                  { name: 'Versions', draw: () => <VersionTable bucket={bucket} versions={versions} /> },
                ]}
              />
              {asked === 'delete' ? (
                <DeleteObjects
                  {...{ place, isVersioned }}
                  objects={[doomedOf(key, versionId)]}
                  isForGood={versionId !== undefined}
                  onClose={close}
                  onDeleted={() => shown.reload()}
                />
              ) : null}
              {asked === 'share' ? <Share place={place} objectKey={key} onClose={close} /> : null}
            </>
          );
        }}
      </Read>
    </Page>
  );
}
