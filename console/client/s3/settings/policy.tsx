import { useState } from 'preact/hooks';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { TextArea } from '../../../../companion/ui/form.tsx';
import { JsonDocument } from '../../../../companion/ui/json-document.tsx';
import { ConfirmDelete } from '../../ui/confirm-delete.tsx';
import { EditBox } from '../../ui/edit-box.tsx';
import { arnOf } from '../arn.ts';
import type { BucketRef } from './properties.tsx';

/** Indents JSON. Answers any other text unchanged. */
function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** *Bucket policy*: shows, edits and deletes the policy. AWS validates it, and the banner shows AWS's error. */
export function BucketPolicy(props: BucketRef & { policy: string; reload(): Promise<void> }) {
  const { bucket, region, policy, reload } = props;
  const [isDeleting, setDeleting] = useState(false);
  const hasPolicy = policy !== '';
  return (
    <>
      <EditBox
        title="Bucket policy"
        value={prettyJson(policy)}
        extraActions={
          <button type="button" class="plain" disabled={!hasPolicy} onClick={() => setDeleting(true)}>
            Delete
          </button>
        }
        content={
          hasPolicy ? (
            <JsonDocument label="The bucket policy" value={prettyJson(policy)} />
          ) : (
            <p class="empty">No policy to display.</p>
          )
        }
        form={(value, change) => (
          <TextArea
            label="Policy"
            hint={`JSON. The bucket’s ARN is ${arnOf(region, bucket)}`}
            rows={14}
            isCode
            value={value}
            onValue={change}
          />
        )}
        save={async (aws, value) => {
          await aws.inRegion(region)('s3api', 'put-bucket-policy', { bucket, policy: value });
        }}
        successText="Successfully edited bucket policy."
        reload={reload}
      />
      {isDeleting ? (
        <ConfirmDelete
          title="Delete bucket policy"
          word="delete"
          onClose={() => setDeleting(false)}
          run={async (aws) => {
            await aws.inRegion(region)('s3api', 'delete-bucket-policy', { bucket });
            await reload();
            showSuccess('Successfully deleted bucket policy.');
          }}
        >
          <p>The policy of {bucket} will be gone. What it allowed or denied no longer counts.</p>
        </ConfirmDelete>
      ) : null}
    </>
  );
}
