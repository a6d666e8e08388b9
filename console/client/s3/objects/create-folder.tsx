import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { succeed } from '../../../../companion/ui/flash.tsx';
import { Text } from '../../../../companion/ui/form.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import type { BucketPlace } from '../settings/properties.tsx';

/** *Create folder*: an empty object whose key ends in `/`, which is all that a folder of S3 is. */
export function CreateFolder(props: {
  place: BucketPlace;
  prefix: string;
  onClose(): void;
  onMade(): Promise<void>;
}) {
  const [name, setName] = useState('');
  const isRight = name !== '' && !name.includes('/');
  return (
    <Dialog
      title="Create folder"
      onClose={props.onClose}
      actions={
        <AwsButton
          label="Create folder"
          disabled={!isRight}
          run={async (aws) => {
            const { bucket, region } = props.place;
            await aws.in(region)('s3api', 'put-object', { bucket, key: `${props.prefix}${name}/` });
            props.onClose();
            await props.onMade();
            succeed(`Successfully created folder “${name}”.`);
          }}
        />
      }
    >
      <Text
        label="Folder name"
        value={name}
        error={name.includes('/') ? 'A folder’s name has no slash.' : undefined}
        onValue={setName}
      />
    </Dialog>
  );
}
