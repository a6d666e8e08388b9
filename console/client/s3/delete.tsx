import { useState } from 'preact/hooks';
import { showSuccess } from '../../../companion/ui/flash.tsx';
import { Box, TextField } from '../../../companion/ui/form.tsx';
import { Page, WhenLoaded } from '../../../companion/ui/page.tsx';
import { navigate, type RouteParams } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { useLoaded } from '../use-loaded.ts';
import { S3Nav } from './nav.tsx';
import { regionOf } from './read.ts';
import { breadcrumbs, bucketsUrl, emptyBucketUrl } from './urls.ts';

/** *Delete bucket*: deletes an empty bucket after the user has typed its name. */
export function DeleteBucket({ bucket = '' }: RouteParams) {
  const [typed, setTyped] = useState('');
  const region = useLoaded(`Region of ${bucket}`, (aws) => regionOf(aws, bucket), [bucket]);
  return (
    <Page title="Delete bucket" breadcrumbs={breadcrumbs(bucket)}>
      <S3Nav />
      <WhenLoaded of={region}>
        {(bucketRegion) => (
          <Box title={`Delete ${bucket}`}>
            <p>
              The bucket has to be empty: <a href={emptyBucketUrl(bucket)}>empty it</a> first. Its name is
              then free for anybody in the world.
            </p>
            <TextField label={`To confirm, type ${bucket}`} value={typed} onValue={setTyped} />
            <div class="actions form-end">
              <a class="plain" href={bucketsUrl()}>
                Cancel
              </a>
              <AwsButton
                label="Delete bucket"
                title={`Delete bucket ${bucket}`}
                kind="danger"
                disabled={typed !== bucket}
                run={async (aws) => {
                  await aws.inRegion(bucketRegion)('s3api', 'delete-bucket', { bucket });
                  showSuccess(`Successfully deleted bucket “${bucket}”.`);
                  navigate(bucketsUrl());
                }}
              />
            </div>
          </Box>
        )}
      </WhenLoaded>
    </Page>
  );
}
