import { useState } from 'preact/hooks';
import { fail, succeed } from '../../../companion/ui/flash.tsx';
import { Box, Text } from '../../../companion/ui/form.tsx';
import { Page, Read } from '../../../companion/ui/page.tsx';
import { useLoaded } from '../load.ts';
import type { PageValues } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { S3Nav } from './nav.tsx';
import { listed } from './objects/list.ts';
import { failureWords, remove } from './objects/remove.ts';
import { bucketsAddress, crumbsTo } from './place.ts';
import { regionOf } from './read.ts';

const word = 'permanently delete';

/** *Empty bucket*: every object, every version, every delete marker. */
export function EmptyBucket({ bucket = '' }: PageValues) {
  const [typed, setTyped] = useState('');
  const [progress, setProgress] = useState('');
  const [isDone, setDone] = useState(false);
  const region = useLoaded(`Region of ${bucket}`, (aws) => regionOf(aws, bucket), [bucket]);
  return (
    <Page title="Empty bucket" crumbs={crumbsTo(bucket)}>
      <S3Nav />
      <Read of={region}>
        {(where) => (
          <Box title={`Empty ${bucket}`}>
            {isDone ? null : (
              <>
                <p>
                  Every object in the bucket goes, with all its versions and delete markers. This can’t be
                  undone. What is written into the bucket meanwhile may go, too.
                </p>
                <Text label={`To confirm, type ${word}`} value={typed} onValue={setTyped} />
              </>
            )}
            <p role="status">{progress}</p>
            <div class="actions form-end">
              {isDone ? (
                <a class="primary" href={bucketsAddress()}>
                  Exit
                </a>
              ) : (
                <>
                  <a class="plain" href={bucketsAddress()}>
                    Cancel
                  </a>
                  <AwsButton
                    label="Empty"
                    title={`Empty bucket ${bucket}`}
                    kind="danger"
                    disabled={typed !== word}
                    run={async (acting) => {
                      const aws = acting.in(where);
                      setProgress('Looking for what is in the bucket …');
                      const { objects } = await listed(aws, bucket, '', { versions: true, deep: true }).catch(
                        (error: unknown) => {
                          setProgress('');
                          throw error;
                        },
                      );
                      const told = (deleted: number) =>
                        setProgress(`Deleted ${deleted} of ${objects.length} versions and delete markers.`);
                      told(0);
                      const words = failureWords(await remove(aws, bucket, objects, told));
                      setTyped('');
                      if (words === undefined) {
                        setDone(true);
                        succeed(`Successfully emptied bucket “${bucket}”.`);
                      } else fail(words);
                    }}
                  />
                </>
              )}
            </div>
          </Box>
        )}
      </Read>
    </Page>
  );
}
