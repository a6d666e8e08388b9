import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import type { BucketRef } from '../settings/properties.tsx';
import { presign } from './share.tsx';

/** *Open*: opens the object in a new tab by a URL on the account's port, not the console's, valid for 5 minutes. */
export function OpenButton(props: { bucketRef: BucketRef; objectKey: string; disabled?: boolean }) {
  return (
    <AwsButton
      label="Open"
      title="Open an object"
      kind="plain"
      disabled={props.disabled ?? false}
      run={async (aws) => {
        const url = await presign(aws, props.bucketRef, props.objectKey, 300);
        const { protocol, origin } = new URL(url);
        if (!/^https?:$/.test(protocol) || origin === location.origin)
          throw new Error(`${origin} is no place to open an object from.`);
        window.open(url, '_blank', 'noopener,noreferrer');
        showSuccess(
          <>
            The object opens in a new tab.{' '}
            <a href={url} target="_blank" rel="noopener noreferrer">
              Open it again
            </a>
          </>,
        );
      }}
    />
  );
}
