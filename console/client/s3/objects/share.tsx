import { useState } from 'preact/hooks';
import { Copy } from '../../../../companion/ui/copy.tsx';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { succeed } from '../../../../companion/ui/flash.tsx';
import { Radios, Text } from '../../../../companion/ui/form.tsx';
import { copyText } from '../../../../site/browser/copy.ts';
import type { Aws } from '../../aws.ts';
import { AwsButton } from '../../ui/aws-button.tsx';
import type { BucketPlace } from '../settings/properties.tsx';

/** A URL that anybody may get the object by. Nothing is asked of S3 for it: it is signed here. */
export const presign = (
  aws: Aws,
  { bucket, region }: BucketPlace,
  key: string,
  seconds: number,
): Promise<string> =>
  aws.in(region).words(['s3', 'presign', `s3://${bucket}/${key}`, '--expires-in', String(seconds)]);

type Unit = 'minutes' | 'hours';

// The console's longest is 12 hours; the CLI goes to 7 days.
const units: Record<Unit, { label: string; seconds: number; most: number }> = {
  minutes: { label: 'Minutes', seconds: 60, most: 720 },
  hours: { label: 'Hours', seconds: 3600, most: 12 },
};

/** *Share with a presigned URL*: how long it is good, and the URL in the clipboard. */
export function Share({
  place,
  objectKey,
  onClose,
}: {
  place: BucketPlace;
  objectKey: string;
  onClose(): void;
}) {
  const [unit, setUnit] = useState<Unit>('minutes');
  const [number, setNumber] = useState('');
  const { label, seconds, most } = units[unit];
  const count = Number(number);
  const isRight = /^\d+$/.test(number) && count >= 1 && count <= most;
  const name = objectKey.split('/').at(-1) || objectKey;
  return (
    <Dialog
      title={`Share “${name}” with a presigned URL`}
      onClose={onClose}
      actions={
        <AwsButton
          label="Create presigned URL"
          title={`Share ${name} with a presigned URL`}
          disabled={!isRight}
          run={async (aws) => {
            const url = await presign(aws, place, objectKey, count * seconds);
            onClose();
            const isCopied = await copyText(url);
            succeed(
              <>
                The presigned URL for “{name}” was created{isCopied ? ' and copied to your clipboard' : ''}.{' '}
                <Copy label="Copy presigned URL" what="presigned URL" text={url} />
              </>,
            );
          }}
        />
      }
    >
      <p>Whoever has the URL can open the object until it expires, without signing in.</p>
      <Radios
        legend="Time interval until the presigned URL expires"
        value={unit}
        choices={[
          { value: 'minutes', label: units.minutes.label },
          { value: 'hours', label: units.hours.label },
        ]}
        onValue={(one) => setUnit(one)}
      />
      <Text
        label={`Number of ${label.toLowerCase()}`}
        hint={`A whole number from 1 to ${most}: at most 12 hours.`}
        value={number}
        error={number === '' || isRight ? undefined : `Type a whole number from 1 to ${most}.`}
        isNumber
        onValue={setNumber}
      />
    </Dialog>
  );
}
