import { useState } from 'preact/hooks';
import { showError, showSuccess } from '../../../../companion/ui/flash.tsx';
import { Box, Field } from '../../../../companion/ui/form.tsx';
import { Page, WhenLoaded } from '../../../../companion/ui/page.tsx';
import { Table } from '../../../../companion/ui/table.tsx';
import { navigate, type RouteParams, useQuery } from '../../router.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { S3Nav } from '../nav.tsx';
import { regionOf } from '../read.ts';
import { sizeText } from '../size.ts';
import { breadcrumbs, bucketUrl } from '../urls.ts';

/** The limit of the companion for one request, less what base64 adds to a file. */
const maxFileBytes = 6_000_000;

/** *Upload*: uploads the learner's files, each under its own name. */
export function Upload({ bucket = '' }: RouteParams) {
  const prefix = useQuery().get('prefix') ?? '';
  const [files, setFiles] = useState<File[]>([]);
  const [progress, setProgress] = useState('');
  const region = useLoaded(`Region of ${bucket}`, (aws) => regionOf(aws, bucket), [bucket]);
  const tooLarge = files.filter(({ size }) => size > maxFileBytes).map(({ name }) => name);
  return (
    <Page title="Upload" breadcrumbs={breadcrumbs(bucket, prefix)}>
      <S3Nav />
      <WhenLoaded of={region}>
        {(bucketRegion) => (
          <>
            <Box title="Files and folders">
              <Field
                label="Add files"
                hint={`They will stand in ${bucket}/${prefix}`}
                error={
                  tooLarge.length > 0
                    ? `The practice console takes up to ${sizeText(maxFileBytes)} a file: ${tooLarge.join(', ')}`
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
            <p role="status">{progress}</p>
            <div class="actions form-end">
              <a class="plain" href={bucketUrl(bucket, prefix)}>
                Cancel
              </a>
              <AwsButton
                label="Upload"
                disabled={files.length === 0 || tooLarge.length > 0}
                run={async (client) => {
                  const aws = client.inRegion(bucketRegion);
                  let done = 0;
                  try {
                    for (const file of files) {
                      setProgress(`Uploading ${file.name}: ${done} of ${files.length} done.`);
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
                    setProgress('');
                    const message = error instanceof Error ? error.message : String(error);
                    showError(`Uploaded ${done} of ${files.length}. ${files[done]?.name}: ${message}`);
                    return;
                  }
                  showSuccess(`Upload succeeded: ${done} of ${files.length}.`);
                  navigate(bucketUrl(bucket, prefix));
                }}
              />
            </div>
          </>
        )}
      </WhenLoaded>
    </Page>
  );
}
