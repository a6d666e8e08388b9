import { useState } from 'preact/hooks';
import { succeed } from '../../../companion/ui/flash.tsx';
import { Box, Text } from '../../../companion/ui/form.tsx';
import { Page, Read } from '../../../companion/ui/page.tsx';
import { useLoaded } from '../load.ts';
import { go, type PageValues } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { S3Nav } from './nav.tsx';
import { bucketsAddress, crumbsTo, emptyAddress } from './place.ts';
import { regionOf } from './read.ts';

/** *Delete bucket*: an empty one, when its name is typed. */
export function DeleteBucket({ bucket = '' }: PageValues) {
  const [typed, setTyped] = useState('');
  const region = useLoaded(`Region of ${bucket}`, (aws) => regionOf(aws, bucket), [bucket]);
  return (
    <Page title="Delete bucket" crumbs={crumbsTo(bucket)}>
      <S3Nav />
      <Read of={region}>
        {(where) => (
          <Box title={`Delete ${bucket}`}>
            <p>
              The bucket has to be empty: <a href={emptyAddress(bucket)}>empty it</a> first. Its name is then
              free for anybody in the world.
            </p>
            <Text label={`To confirm, type ${bucket}`} value={typed} onValue={setTyped} />
            <div class="actions form-end">
              <a class="plain" href={bucketsAddress()}>
                Cancel
              </a>
              <AwsButton
                label="Delete bucket"
                title={`Delete bucket ${bucket}`}
                kind="danger"
                disabled={typed !== bucket}
                run={async (aws) => {
                  await aws.in(where)('s3api', 'delete-bucket', { bucket });
                  succeed(`Successfully deleted bucket “${bucket}”.`);
                  go(bucketsAddress());
                }}
              />
            </div>
          </Box>
        )}
      </Read>
    </Page>
  );
}
