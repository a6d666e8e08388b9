import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { TextField } from '../../../../companion/ui/form.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import type { BucketRef } from '../settings/properties.tsx';

/** *Create folder*: creates an empty object whose key ends in `/`, which is what S3 uses as a folder. */
export function CreateFolder(props: {
  bucketRef: BucketRef;
  prefix: string;
  onClose(): void;
  onCreated(): Promise<void>;
}) {
  const [name, setName] = useState('');
  const isValid = name !== '' && !name.includes('/');
  return (
    <Dialog
      title="Create folder"
      onClose={props.onClose}
      actions={
        <AwsButton
          label="Create folder"
          disabled={!isValid}
          run={async (aws) => {
            const { bucket, region } = props.bucketRef;
            await aws.inRegion(region)('s3api', 'put-object', { bucket, key: `${props.prefix}${name}/` });
            props.onClose();
            await props.onCreated();
            showSuccess(`Successfully created folder “${name}”.`);
          }}
        />
      }
    >
      <TextField
        label="Folder name"
        value={name}
        error={name.includes('/') ? 'A folder’s name has no slash.' : undefined}
        onValue={setName}
      />
    </Dialog>
  );
}
