import { useState } from 'preact/hooks';
import { showError, showSuccess } from '../../../companion/ui/flash.tsx';
import { Box, TextField } from '../../../companion/ui/form.tsx';
import { Page, WhenLoaded } from '../../../companion/ui/page.tsx';
import type { RouteParams } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { useLoaded } from '../use-loaded.ts';
import { S3Nav } from './nav.tsx';
import { deleteObjects, failureMessage } from './objects/delete-objects.ts';
import { listObjects } from './objects/list.ts';
import { regionOf } from './read.ts';
import { breadcrumbs, bucketsUrl } from './urls.ts';

const confirmWord = 'permanently delete';

/** *Empty bucket*: deletes every object, version and delete marker. */
export function EmptyBucket({ bucket = '' }: RouteParams) {
  const [typed, setTyped] = useState('');
  const [progress, setProgress] = useState('');
  const [isDone, setDone] = useState(false);
  const region = useLoaded(`Region of ${bucket}`, (aws) => regionOf(aws, bucket), [bucket]);
  return (
    <Page title="Empty bucket" breadcrumbs={breadcrumbs(bucket)}>
      <S3Nav />
      <WhenLoaded of={region}>
        {(bucketRegion) => (
          <Box title={`Empty ${bucket}`}>
            {isDone ? null : (
              <>
                <p>
                  Every object in the bucket goes, with all its versions and delete markers. This can’t be
                  undone. What is written into the bucket meanwhile may go, too.
                </p>
                <TextField label={`To confirm, type ${confirmWord}`} value={typed} onValue={setTyped} />
              </>
            )}
            <p role="status">{progress}</p>
            <div class="actions form-end">
              {isDone ? (
                <a class="primary" href={bucketsUrl()}>
                  Exit
                </a>
              ) : (
                <>
                  <a class="plain" href={bucketsUrl()}>
                    Cancel
                  </a>
                  <AwsButton
                    label="Empty"
                    title={`Empty bucket ${bucket}`}
                    kind="danger"
                    disabled={typed !== confirmWord}
                    run={async (client) => {
                      const aws = client.inRegion(bucketRegion);
                      setProgress('Looking for what is in the bucket …');
                      const { objects } = await listObjects(aws, bucket, '', {
                        versions: true,
                        recursive: true,
                      }).catch((error: unknown) => {
                        setProgress('');
                        throw error;
                      });
                      const onProgress = (deleted: number) =>
                        setProgress(`Deleted ${deleted} of ${objects.length} versions and delete markers.`);
                      onProgress(0);
                      const failure = failureMessage(await deleteObjects(aws, bucket, objects, onProgress));
                      setTyped('');
                      if (failure === undefined) {
                        setDone(true);
                        showSuccess(`Successfully emptied bucket “${bucket}”.`);
                      } else showError(failure);
                    }}
                  />
                </>
              )}
            </div>
          </Box>
        )}
      </WhenLoaded>
    </Page>
  );
}
