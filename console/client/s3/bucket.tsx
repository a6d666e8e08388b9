import { Page, Read } from '../../../companion/ui/page.tsx';
import { Tabs } from '../../../companion/ui/tabs.tsx';
import { useLoaded } from '../load.ts';
import { type PageValues, useQuery } from '../router.ts';
import { S3Nav } from './nav.tsx';
import { Objects } from './objects/objects.tsx';
import { crumbsTo } from './place.ts';
import { regionOf } from './read.ts';
import { Permissions } from './settings/permissions.tsx';
import { Properties } from './settings/properties.tsx';

/** A bucket, or a folder in it: its objects; and on the bucket's own page what it is and who may what. */
export function Bucket({ bucket = '' }: PageValues) {
  const prefix = useQuery().get('prefix') ?? '';
  const region = useLoaded(`Region of ${bucket}`, (aws) => regionOf(aws, bucket), [bucket]);
  const crumbs = prefix === '' ? crumbsTo() : crumbsTo(bucket, prefix).slice(0, -1);
  const folder = prefix.split('/').at(-2);
  return (
    <Page title={folder === undefined ? bucket : `${folder}/`} crumbs={crumbs}>
      <S3Nav />
      <Read of={region}>
        {(where) => {
          const place = { bucket, region: where };
          const objects = () => <Objects {...place} />;
          if (prefix !== '') return objects();
          return (
            <Tabs
              label={`Bucket ${bucket}`}
              tabs={[
                { name: 'Objects', draw: objects },
                { name: 'Properties', draw: () => <Properties {...place} /> },
                { name: 'Permissions', draw: () => <Permissions {...place} /> },
              ]}
            />
          );
        }}
      </Read>
    </Page>
  );
}
