import { useState } from 'preact/hooks';
import { fail, succeed } from '../../../../companion/ui/flash.tsx';
import { Box, Field } from '../../../../companion/ui/form.tsx';
import { Page, Read } from '../../../../companion/ui/page.tsx';
import { Table } from '../../../../companion/ui/table.tsx';
import { useLoaded } from '../../load.ts';
import { go, type PageValues, useQuery } from '../../router.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import { S3Nav } from '../nav.tsx';
import { bucketAddress, crumbsTo } from '../place.ts';
import { regionOf } from '../read.ts';
import { sizeText } from '../size.ts';

/** What the companion takes in one request, less what base64 adds to it. */
const mostBytes = 6_000_000;

/** *Upload*: files of the learner's own, each under its name. */
export function Upload({ bucket = '' }: PageValues) {
  const prefix = useQuery().get('prefix') ?? '';
  const [files, setFiles] = useState<File[]>([]);
  const [isAtWork, setAtWork] = useState('');
  const region = useLoaded(`Region of ${bucket}`, (aws) => regionOf(aws, bucket), [bucket]);
  const tooLong = files.filter(({ size }) => size > mostBytes).map(({ name }) => name);
  return (
    <Page title="Upload" crumbs={crumbsTo(bucket, prefix)}>
      <S3Nav />
      <Read of={region}>
        {(where) => (
          <>
            <Box title="Files and folders">
              <Field
                label="Add files"
                hint={`They will stand in ${bucket}/${prefix}`}
                error={
                  tooLong.length > 0
                    ? `The practice console takes up to ${sizeText(mostBytes)} a file: ${tooLong.join(', ')}`
                    : undefined
                }
              >
                {(ids) => (
                  <input
                    {...ids}
                    type="file"
                    multiple
                    onChange={(event) => setFiles([...(event.currentTarget.files ?? [])])}
                  />
                )}
              </Field>
              <Table<File>
                label="Files to upload"
                rows={files}
                id={({ name }) => name}
                empty="No files chosen yet."
                columns={[
                  { name: 'Name', cell: ({ name }) => name },
                  { name: 'Type', cell: ({ type }) => type || 'binary/octet-stream' },
                  { name: 'Size', cell: ({ size }) => sizeText(size) },
                ]}
              />
            </Box>
            <p role="status">{isAtWork}</p>
            <div class="actions form-end">
              <a class="plain" href={bucketAddress(bucket, prefix)}>
                Cancel
              </a>
              <AwsButton
                label="Upload"
                disabled={files.length === 0 || tooLong.length > 0}
                run={async (acting) => {
                  const aws = acting.in(where);
                  let done = 0;
                  try {
                    for (const file of files) {
                      setAtWork(`Uploading ${file.name}: ${done} of ${files.length} done.`);
                      const bytes = new Uint8Array(await file.arrayBuffer());
                      await aws(
                        's3api',
                        'put-object',
                        {
                          bucket,
                          key: `${prefix}${file.name}`,
                          body: file.name,
                          'content-type': file.type === '' ? undefined : file.type,
                        },
                        { [file.name]: bytes },
                      );
                      done += 1;
                    }
                  } catch (error) {
                    setAtWork('');
                    const words = error instanceof Error ? error.message : String(error);
                    fail(`Uploaded ${done} of ${files.length}. ${files[done]?.name}: ${words}`);
                    return;
                  }
                  succeed(`Upload succeeded: ${done} of ${files.length}.`);
                  go(bucketAddress(bucket, prefix));
                }}
              />
            </div>
          </>
        )}
      </Read>
    </Page>
  );
}
