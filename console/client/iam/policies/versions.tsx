import { useState } from 'preact/hooks';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { Timestamp } from '../../../../companion/ui/status.tsx';
import { Table } from '../../../../companion/ui/table.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import { isAwsManaged, type PolicyVersion } from '../read.ts';

/** *Policy versions*: at most five, one of which is the default. */
export function PolicyVersionTable(props: {
  arn: string;
  versions: readonly PolicyVersion[];
  reload(): Promise<void>;
}) {
  const { arn, versions, reload } = props;
  const [chosen, setChosen] = useState<string[]>([]);
  const version = versions.find(({ VersionId }) => VersionId === chosen[0]);
  const isFixed = version === undefined || version.IsDefaultVersion || isAwsManaged(arn);
  const versionOptions = { 'policy-arn': arn, 'version-id': version?.VersionId };
  return (
    <>
      <div class="actions toolbar">
        <AwsButton
          label="Set as default"
          kind="plain"
          disabled={isFixed}
          run={async (aws) => {
            await aws('iam', 'set-default-policy-version', versionOptions);
            await reload();
            showSuccess(`Version ${version?.VersionId} is the default one.`);
          }}
        />
        <AwsButton
          label="Delete version"
          kind="plain"
          disabled={isFixed}
          run={async (aws) => {
            await aws('iam', 'delete-policy-version', versionOptions);
            setChosen([]);
            await reload();
            showSuccess(`Version ${version?.VersionId} deleted.`);
          }}
        />
      </div>
      <Table<PolicyVersion>
        label="Policy versions"
        rows={versions}
        id={({ VersionId }) => VersionId}
        choose="one"
        chosen={chosen}
        onChoose={setChosen}
        empty="No versions."
        columns={[
          {
            name: 'Version',
            cell: ({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion ? ' (Default)' : ''}`,
          },
          { name: 'Creation time', cell: ({ CreateDate }) => <Timestamp time={CreateDate} /> },
        ]}
      />
    </>
  );
}
