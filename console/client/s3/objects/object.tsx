import { useState } from 'preact/hooks';
import { CopyButton } from '../../../../companion/ui/copy-button.tsx';
import { Menu } from '../../../../companion/ui/menu.tsx';
import { Page, WhenLoaded } from '../../../../companion/ui/page.tsx';
import { Tabs } from '../../../../companion/ui/tabs.tsx';
import { type Aws, orAbsent } from '../../aws.ts';
import { type RouteParams, useQuery } from '../../router.ts';
import { useLoaded } from '../../use-loaded.ts';
import { S3Nav } from '../nav.tsx';
import { regionOf } from '../read.ts';
import { breadcrumbs } from '../urls.ts';
import { DeleteObjects, objectIdentifier } from './delete-dialog.tsx';
import { listObjects, type Version } from './list.ts';
import { type Head, ObjectProperties } from './object-properties.tsx';
import { OpenButton } from './open.tsx';
import { ShareDialog } from './share.tsx';
import { VersionTable } from './versions.tsx';

interface ObjectDetails {
  region: string;
  /** Undefined when the current version is a delete marker, or when there is no object. */
  head: Head | undefined;
  tags: { Key: string; Value: string }[];
  versions: Version[];
  isVersioned: boolean;
}

async function readObject(
  client: Aws,
  bucket: string,
  key: string,
  versionId?: string,
): Promise<ObjectDetails> {
  const region = await regionOf(client, bucket);
  const aws = client.inRegion(region);
  const objectOptions = { bucket, key, 'version-id': versionId };
  const [head, listing, { Status }] = await Promise.all([
    // A response to HEAD has no body, so its status can be the only error code.
    orAbsent(
      aws<Head>('s3api', 'head-object', objectOptions),
      '404',
      'NoSuchKey',
      'NotFound',
      'NoSuchVersion',
    ),
    listObjects(aws, bucket, key, { versions: true, recursive: true }),
    aws<{ Status?: string }>('s3api', 'get-bucket-versioning', { bucket }),
  ]);
  const { TagSet: tags = [] } =
    head === undefined
      ? {}
      : await aws<{ TagSet?: ObjectDetails['tags'] }>('s3api', 'get-object-tagging', objectOptions);
  const versions = listing.objects.filter((version) => version.key === key);
  return { region, head, tags, versions, isVersioned: Status !== undefined };
}

/** An object or one version of it: its properties, and the list of its versions. */
export function ObjectPage({ bucket = '' }: RouteParams) {
  const query = useQuery();
  const key = query.get('key') ?? '';
  const versionId = query.get('versionId') ?? undefined;
  const [dialog, setDialog] = useState<'delete' | 'share'>();
  const loaded = useLoaded(`Object ${key}`, (aws) => readObject(aws, bucket, key, versionId), [
    bucket,
    key,
    versionId,
  ]);
  const prefix = key.slice(0, key.lastIndexOf('/', key.length - 2) + 1);
  const closeDialog = () => setDialog(undefined);
  return (
    <Page title={key.slice(prefix.length)} breadcrumbs={breadcrumbs(bucket, prefix)}>
      <S3Nav />
      <WhenLoaded of={loaded}>
        {({ region, head, tags, versions, isVersioned }) => {
          const bucketRef = { bucket, region };
          const isCurrent = versionId === undefined && head !== undefined;
          return (
            <>
              <div class="actions toolbar">
                <CopyButton label="Copy S3 URI" subject="S3 URI" text={`s3://${bucket}/${key}`} />
                <OpenButton bucketRef={bucketRef} objectKey={key} disabled={!isCurrent} />
                <Menu
                  label="Object actions"
                  items={[
                    {
                      label: 'Share with a presigned URL',
                      disabled: !isCurrent,
                      choose: () => setDialog('share'),
                    },
                    { label: 'Delete', disabled: head === undefined, choose: () => setDialog('delete') },
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
                    render: () => <ObjectProperties {...{ bucketRef, objectKey: key, head, tags }} />,
                  },
                  { name: 'Versions', render: () => <VersionTable bucket={bucket} versions={versions} /> },
                ]}
              />
              {dialog === 'delete' ? (
                <DeleteObjects
                  {...{ bucketRef, isVersioned }}
                  objects={[objectIdentifier(key, versionId)]}
                  isPermanent={versionId !== undefined}
                  onClose={closeDialog}
                  onDeleted={() => loaded.reload()}
                />
              ) : null}
              {dialog === 'share' ? (
                <ShareDialog bucketRef={bucketRef} objectKey={key} onClose={closeDialog} />
              ) : null}
            </>
          );
        }}
      </WhenLoaded>
    </Page>
  );
}
