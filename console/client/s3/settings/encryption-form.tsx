import { RadioGroup, TextField } from '../../../../companion/ui/form.tsx';
import type { Encryption } from '../read.ts';

/** The console's names for the encryption types. */
export const encryptionLabels: Record<Encryption['algorithm'], string> = {
  AES256: 'Server-side encryption with Amazon S3 managed keys (SSE-S3)',
  'aws:kms': 'Server-side encryption with AWS Key Management Service keys (SSE-KMS)',
  'aws:kms:dsse': 'Dual-layer server-side encryption with AWS Key Management Service keys (DSSE-KMS)',
};

const choices = Object.entries(encryptionLabels).map(([value, label]) => ({
  value: value as Encryption['algorithm'],
  label,
}));

/** *Default encryption*. */
export function EncryptionForm(props: { value: Encryption; onValue(value: Encryption): void }) {
  const { value, onValue } = props;
  return (
    <>
      <RadioGroup
        legend="Encryption type"
        value={value.algorithm}
        choices={choices}
        onValue={(algorithm) => onValue({ ...value, algorithm })}
      />
      {value.algorithm === 'AES256' ? null : (
        <TextField
          label="AWS KMS key ARN"
          hint="Left empty, it is the key aws/s3, which AWS keeps for the account."
          value={value.key}
          onValue={(key) => onValue({ ...value, key })}
        />
      )}
      {value.algorithm === 'aws:kms:dsse' ? null : (
        <RadioGroup
          legend="Bucket Key"
          value={value.bucketKey ? 'Enable' : 'Disable'}
          choices={[
            { value: 'Disable', label: 'Disable' },
            { value: 'Enable', label: 'Enable', hint: 'Fewer calls of AWS KMS. SSE-S3 makes none.' },
          ]}
          onValue={(bucketKey) => onValue({ ...value, bucketKey: bucketKey === 'Enable' })}
        />
      )}
    </>
  );
}
