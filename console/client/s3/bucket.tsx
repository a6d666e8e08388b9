import { Page, WhenLoaded } from '../../../companion/ui/page.tsx';
import { Tabs } from '../../../companion/ui/tabs.tsx';
import { type RouteParams, useQuery } from '../router.ts';
import { useLoaded } from '../use-loaded.ts';
import { S3Nav } from './nav.tsx';
import { Objects } from './objects/objects.tsx';
import { regionOf } from './read.ts';
import { Permissions } from './settings/permissions.tsx';
import { Properties } from './settings/properties.tsx';
import { breadcrumbs } from './urls.ts';

/** A bucket with its objects, properties and permissions, or a folder in it with its objects. */
export function Bucket({ bucket = '' }: RouteParams) {
  const prefix = useQuery().get('prefix') ?? '';
  const region = useLoaded(`Region of ${bucket}`, (aws) => regionOf(aws, bucket), [bucket]);
  const trail = prefix === '' ? breadcrumbs() : breadcrumbs(bucket, prefix).slice(0, -1);
  const folder = prefix.split('/').at(-2);
  return (
    <Page title={folder === undefined ? bucket : `${folder}/`} breadcrumbs={trail}>
      <S3Nav />
      <WhenLoaded of={region}>
        {(bucketRegion) => {
          const bucketRef = { bucket, region: bucketRegion };
          const objects = () => <Objects {...bucketRef} />;
          if (prefix !== '') return objects();
          return (
            <Tabs
              label={`Bucket ${bucket}`}
              tabs={[
                { name: 'Objects', render: objects },
                { name: 'Properties', render: () => <Properties {...bucketRef} /> },
                { name: 'Permissions', render: () => <Permissions {...bucketRef} /> },
              ]}
            />
          );
        }}
      </WhenLoaded>
    </Page>
  );
}
