import { useState } from 'preact/hooks';
import { CopyButton } from '../../../companion/ui/copy-button.tsx';
import { TextField } from '../../../companion/ui/form.tsx';
import { Page, WhenLoaded } from '../../../companion/ui/page.tsx';
import { Timestamp } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { currentRegion } from '../region.ts';
import { navigate } from '../router.ts';
import { useLoaded } from '../use-loaded.ts';
import { arnOf } from './arn.ts';
import { S3Nav } from './nav.tsx';
import { allBuckets, type BucketRow } from './read.ts';
import { bucketUrl, createBucketUrl, deleteBucketUrl, emptyBucketUrl } from './urls.ts';

/** General purpose buckets of all regions, as AWS lists them. */
export function Buckets() {
  const buckets = useLoaded('Buckets', allBuckets, []);
  const [chosen, setChosen] = useState<string[]>([]);
  const [search, setSearch] = useState('');
  const [name] = chosen;
  const region = buckets.value?.find(({ Name }) => Name === name)?.BucketRegion ?? currentRegion();
  return (
    <Page
      title="General purpose buckets"
      actions={
        <>
          {name === undefined ? null : (
            <CopyButton label="Copy ARN" subject="ARN" text={arnOf(region, name)} />
          )}
          <button
            type="button"
            class="plain"
            disabled={name === undefined}
            onClick={() => navigate(emptyBucketUrl(name ?? ''))}
          >
            Empty
          </button>
          <button
            type="button"
            class="plain"
            disabled={name === undefined}
            onClick={() => navigate(deleteBucketUrl(name ?? ''))}
          >
            Delete
          </button>
          <a class="primary" href={createBucketUrl()}>
            Create bucket
          </a>
        </>
      }
    >
      <S3Nav />
      <WhenLoaded of={buckets}>
        {(rows) => (
          <>
            {rows.length === 0 ? null : (
              <TextField label="Find buckets by name" value={search} onValue={setSearch} />
            )}
            <Table<BucketRow>
              label="Buckets"
              rows={rows.filter(({ Name }) => Name.includes(search))}
              id={({ Name }) => Name}
              choose="one"
              chosen={chosen}
              onChoose={setChosen}
              empty={
                rows.length === 0 ? 'No buckets. Choose Create bucket.' : 'No bucket has this in its name.'
              }
              columns={[
                { name: 'Name', cell: ({ Name }) => <a href={bucketUrl(Name)}>{Name}</a> },
                { name: 'AWS Region', cell: ({ BucketRegion }) => BucketRegion ?? '–' },
                { name: 'Creation date', cell: ({ CreationDate }) => <Timestamp time={CreationDate} /> },
              ]}
            />
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}
