import { useState } from 'preact/hooks';
import { Document } from '../../../../companion/ui/document.tsx';
import { succeed } from '../../../../companion/ui/flash.tsx';
import { Area } from '../../../../companion/ui/form.tsx';
import { ConfirmDelete } from '../../ui/confirm-delete.tsx';
import { EditBox } from '../../ui/edit-box.tsx';
import { arnOf } from '../arn.ts';
import type { BucketPlace } from './properties.tsx';

/** JSON with its lines set out; text that is none as it stands. */
function setOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** *Bucket policy*: read, edited, deleted. What AWS finds wrong in one, it says itself. */
export function BucketPolicy(props: BucketPlace & { policy: string; reload(): Promise<void> }) {
  const { bucket, region, policy, reload } = props;
  const [isAsked, setAsked] = useState(false);
  const isThere = policy !== '';
  return (
    <>
      <EditBox
        title="Bucket policy"
        value={setOut(policy)}
        more={
          <button type="button" class="plain" disabled={!isThere} onClick={() => setAsked(true)}>
            Delete
          </button>
        }
        show={
          isThere ? (
            <Document label="The bucket policy" value={setOut(policy)} />
          ) : (
            <p class="empty">No policy to display.</p>
          )
        }
        form={(value, change) => (
          <Area
            label="Policy"
            hint={`JSON. The bucket’s ARN is ${arnOf(region, bucket)}`}
            rows={14}
            isCode
            value={value}
            onValue={change}
          />
        )}
        save={async (aws, value) => {
          await aws.in(region)('s3api', 'put-bucket-policy', { bucket, policy: value });
        }}
        done="Successfully edited bucket policy."
        reload={reload}
      />
      {isAsked ? (
        <ConfirmDelete
          title="Delete bucket policy"
          word="delete"
          onClose={() => setAsked(false)}
          run={async (aws) => {
            await aws.in(region)('s3api', 'delete-bucket-policy', { bucket });
            await reload();
            succeed('Successfully deleted bucket policy.');
          }}
        >
          <p>The policy of {bucket} will be gone. What it allowed or denied no longer counts.</p>
        </ConfirmDelete>
      ) : null}
    </>
  );
}
