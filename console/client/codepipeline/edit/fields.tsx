import { defined } from '../../../../base/defined.ts';
import { Checkbox, Select, TextArea, TextField } from '../../../../companion/ui/form.tsx';
import { BucketChoice } from '../fields/bucket.tsx';
import { ConnectionChoice } from '../fields/connection.tsx';
import { BranchChoice, RepositoryChoice } from '../fields/repository.tsx';
import type { ActionCategory } from './provider.ts';

interface Props {
  /** The configuration by the service's own names. Empty values are left out of the action. */
  values: Record<string, string>;
  onValues(values: Record<string, string>): void;
}

/** The fields of an action's configuration: a form for each offered category, otherwise a text field for each value. */
export function ConfigurationFields({
  category,
  ...props
}: Props & { category: ActionCategory | undefined }) {
  if (category === 'Approval') return <ApprovalFields {...props} />;
  if (category === 'Deploy') return <S3Fields {...props} />;
  if (category === 'Source') return <GitHubFields {...props} />;
  return Object.keys(props.values).map((name) => (
    <ConfigurationField key={name} name={name} label={name} {...props} />
  ));
}

function ConfigurationField({ name, label, hint, values, onValues }: Props & ConfigurationFieldProps) {
  return (
    <TextField
      label={label}
      {...defined({ hint })}
      value={values[name] ?? ''}
      onValue={(value) => onValues({ ...values, [name]: value })}
    />
  );
}

interface ConfigurationFieldProps {
  name: string;
  label: string;
  hint?: string;
}

function ApprovalFields(props: Props) {
  const { values, onValues } = props;
  return (
    <>
      <ConfigurationField {...props} name="NotificationArn" label="SNS topic ARN - optional" />
      <ConfigurationField
        {...props}
        name="ExternalEntityLink"
        label="URL for review - optional"
        hint="Where the approver sees what the question is about"
      />
      <TextArea
        label="Comments - optional"
        hint="What the approver is told"
        value={values.CustomData ?? ''}
        onValue={(CustomData) => onValues({ ...values, CustomData })}
      />
    </>
  );
}

function S3Fields(props: Props) {
  const { values, onValues } = props;
  const extracts = values.Extract === 'true';
  return (
    <>
      <BucketChoice
        label="Bucket"
        value={values.BucketName ?? ''}
        onValue={(BucketName) => onValues({ ...values, BucketName })}
      />
      <ConfigurationField
        {...props}
        name="ObjectKey"
        label={extracts ? 'Deployment path - optional' : 'S3 object key'}
        hint={extracts ? 'A folder in the bucket' : 'The name that the zip gets in the bucket'}
      />
      <Checkbox
        label="Extract file before deploy"
        checked={extracts}
        onValue={(checked) => onValues({ ...values, Extract: String(checked) })}
      />
      <ConfigurationField {...props} name="CannedACL" label="Canned ACL - optional" />
      <ConfigurationField {...props} name="CacheControl" label="Cache control - optional" />
    </>
  );
}

function GitHubFields({ values, onValues }: Props) {
  const { ConnectionArn = '', FullRepositoryId = '', BranchName = '' } = values;
  return (
    <>
      <ConnectionChoice
        value={ConnectionArn}
        onValue={(arn) => onValues({ ...values, ConnectionArn: arn, FullRepositoryId: '', BranchName: '' })}
      />
      <RepositoryChoice
        key={ConnectionArn}
        connection={ConnectionArn}
        value={FullRepositoryId}
        onValue={(name) => onValues({ ...values, FullRepositoryId: name, BranchName: '' })}
      />
      <BranchChoice
        key={FullRepositoryId}
        repository={FullRepositoryId}
        value={BranchName}
        onValue={(name) => onValues({ ...values, BranchName: name })}
      />
      <Select
        label="Output artifact format"
        value={values.OutputArtifactFormat ?? 'CODE_ZIP'}
        choices={[
          { value: 'CODE_ZIP', label: 'CodePipeline default' },
          { value: 'CODEBUILD_CLONE_REF', label: 'Full clone' },
        ]}
        onValue={(OutputArtifactFormat) => onValues({ ...values, OutputArtifactFormat })}
      />
      <Checkbox
        label="Start the pipeline on source code change"
        hint="Triggers of the pipeline, where it has any, take the place of this switch."
        // AWS treats a missing value as true.
        checked={values.DetectChanges !== 'false'}
        onValue={(checked) => onValues({ ...values, DetectChanges: String(checked) })}
      />
    </>
  );
}
