import { useState } from 'preact/hooks';
import { Copy } from '../../../companion/ui/copy.tsx';
import { Text } from '../../../companion/ui/form.tsx';
import { Page, Read } from '../../../companion/ui/page.tsx';
import { When } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { useLoaded } from '../load.ts';
import { currentRegion } from '../region.ts';
import { go } from '../router.ts';
import { arnOf } from './arn.ts';
import { S3Nav } from './nav.tsx';
import { bucketAddress, createAddress, deleteAddress, emptyAddress } from './place.ts';
import { allBuckets, type BucketRow } from './read.ts';

/** General purpose buckets, of all regions as AWS lists them. */
export function Buckets() {
  const buckets = useLoaded('Buckets', allBuckets, []);
  const [chosen, setChosen] = useState<string[]>([]);
  const [wanted, setWanted] = useState('');
  const [name] = chosen;
  const region = buckets.value?.find(({ Name }) => Name === name)?.BucketRegion ?? currentRegion();
  return (
    <Page
      title="General purpose buckets"
      actions={
        <>
          {name === undefined ? null : <Copy label="Copy ARN" what="ARN" text={arnOf(region, name)} />}
          <button
            type="button"
            class="plain"
            disabled={name === undefined}
            onClick={() => go(emptyAddress(name ?? ''))}
          >
            Empty
          </button>
          <button
            type="button"
            class="plain"
            disabled={name === undefined}
            onClick={() => go(deleteAddress(name ?? ''))}
          >
            Delete
          </button>
          <a class="primary" href={createAddress()}>
            Create bucket
          </a>
        </>
      }
    >
      <S3Nav />
      <Read of={buckets}>
        {(rows) => (
          <>
            {rows.length === 0 ? null : (
              <Text label="Find buckets by name" value={wanted} onValue={setWanted} />
            )}
            <Table<BucketRow>
              label="Buckets"
              rows={rows.filter(({ Name }) => Name.includes(wanted))}
              id={({ Name }) => Name}
              choose="one"
              chosen={chosen}
              onChoose={setChosen}
              empty={
                rows.length === 0 ? 'No buckets. Choose Create bucket.' : 'No bucket has this in its name.'
              }
              columns={[
                { name: 'Name', cell: ({ Name }) => <a href={bucketAddress(Name)}>{Name}</a> },
                { name: 'AWS Region', cell: ({ BucketRegion }) => BucketRegion ?? '–' },
                { name: 'Creation date', cell: ({ CreationDate }) => <When time={CreationDate} /> },
              ]}
            />
          </>
        )}
      </Read>
    </Page>
  );
}
