import { useState } from 'preact/hooks';
import { CopyButton } from '../../../../companion/ui/copy-button.tsx';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { RadioGroup, TextField } from '../../../../companion/ui/form.tsx';
import { copyText } from '../../../../site/browser/copy.ts';
import type { Aws } from '../../aws.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import type { BucketRef } from '../settings/properties.tsx';

/** A URL by which anyone can download the object. The companion signs it without a call to S3. */
export const presign = (
  aws: Aws,
  { bucket, region }: BucketRef,
  key: string,
  seconds: number,
): Promise<string> =>
  aws.inRegion(region).command(['s3', 'presign', `s3://${bucket}/${key}`, '--expires-in', String(seconds)]);

type Unit = 'minutes' | 'hours';

// AWS's console allows at most 12 hours; the CLI allows 7 days.
const units: Record<Unit, { label: string; seconds: number; max: number }> = {
  minutes: { label: 'Minutes', seconds: 60, max: 720 },
  hours: { label: 'Hours', seconds: 3600, max: 12 },
};

/** *Share with a presigned URL*: asks how long the URL is valid, creates it and copies it to the clipboard. */
export function ShareDialog({
  bucketRef,
  objectKey,
  onClose,
}: {
  bucketRef: BucketRef;
  objectKey: string;
  onClose(): void;
}) {
  const [unit, setUnit] = useState<Unit>('minutes');
  const [number, setNumber] = useState('');
  const { label, seconds, max } = units[unit];
  const count = Number(number);
  const isValid = /^\d+$/.test(number) && count >= 1 && count <= max;
  const name = objectKey.split('/').at(-1) || objectKey;
  return (
    <Dialog
      title={`Share “${name}” with a presigned URL`}
      onClose={onClose}
      actions={
        <AwsButton
          label="Create presigned URL"
          title={`Share ${name} with a presigned URL`}
          disabled={!isValid}
          run={async (aws) => {
            const url = await presign(aws, bucketRef, objectKey, count * seconds);
            onClose();
            const isCopied = await copyText(url);
            showSuccess(
              <>
                The presigned URL for “{name}” was created{isCopied ? ' and copied to your clipboard' : ''}.{' '}
                <CopyButton label="Copy presigned URL" subject="presigned URL" text={url} />
              </>,
            );
          }}
        />
      }
    >
      <p>Whoever has the URL can open the object until it expires, without signing in.</p>
      <RadioGroup
        legend="Time interval until the presigned URL expires"
        value={unit}
        choices={[
          { value: 'minutes', label: units.minutes.label },
          { value: 'hours', label: units.hours.label },
        ]}
        onValue={(one) => setUnit(one)}
      />
      <TextField
        label={`Number of ${label.toLowerCase()}`}
        hint={`A whole number from 1 to ${max}: at most 12 hours.`}
        value={number}
        error={number === '' || isValid ? undefined : `Type a whole number from 1 to ${max}.`}
        isNumber
        onValue={setNumber}
      />
    </Dialog>
  );
}
