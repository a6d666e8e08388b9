import { useLoaded } from '../load.ts';
import { to } from '../router.ts';
import { Page, Read } from '../ui/page.tsx';
import { When } from '../ui/status.tsx';
import { Table } from '../ui/table.tsx';

interface Bucket {
  Name: string;
  CreationDate: string;
}

/** General purpose buckets, of all regions as AWS lists them. */
export function Buckets() {
  const buckets = useLoaded(
    'Buckets',
    async (aws) => {
      const { Buckets: list = [] } = await aws<{ Buckets?: Bucket[] }>('s3api', 'list-buckets');
      return list;
    },
    [],
  );
  return (
    <Page title="General purpose buckets">
      <Read of={buckets}>
        {(rows) => (
          <Table
            label="Buckets"
            rows={rows}
            id={({ Name }) => Name}
            empty="No buckets. Choose Create bucket."
            columns={[
              { name: 'Name', cell: ({ Name }) => <a href={to('s3', 'buckets', Name)}>{Name}</a> },
              { name: 'Creation date', cell: ({ CreationDate }) => <When time={CreationDate} /> },
            ]}
          />
        )}
      </Read>
    </Page>
  );
}
