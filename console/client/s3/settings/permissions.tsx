import { useState } from 'preact/hooks';
import { DescriptionList } from '../../../../companion/ui/description-list.tsx';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';
import { Status } from '../../../../companion/ui/status.tsx';
import { type Aws, orAbsent } from '../../aws.ts';
import { ConfirmDelete } from '../../ui/confirm-delete.tsx';
import { EditBox } from '../../ui/edit-box.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { isFullyBlocked } from '../create/draft.ts';
import type { Ownership, PublicAccessBlock } from '../read.ts';
import { BlockForm, blockLabels } from './block-form.tsx';
import { OwnershipForm, ownershipLabels } from './ownership-form.tsx';
import { BucketPolicy } from './policy.tsx';
import type { BucketRef } from './properties.tsx';

const noBlock: PublicAccessBlock = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};

async function readBlock(aws: Aws, bucket: string): Promise<PublicAccessBlock> {
  const response = await orAbsent(
    aws<{ PublicAccessBlockConfiguration: Partial<PublicAccessBlock> }>('s3api', 'get-public-access-block', {
      bucket,
    }),
    'NoSuchPublicAccessBlockConfiguration',
  );
  return { ...noBlock, ...response?.PublicAccessBlockConfiguration };
}

/** A bucket without ownership controls dates from before they existed: the account that writes an object owns it. */
async function readOwnership(aws: Aws, bucket: string): Promise<Ownership> {
  const response = await orAbsent(
    aws<{ OwnershipControls: { Rules: { ObjectOwnership: Ownership }[] } }>(
      's3api',
      'get-bucket-ownership-controls',
      { bucket },
    ),
    'OwnershipControlsNotFoundError',
  );
  return response?.OwnershipControls.Rules[0]?.ObjectOwnership ?? 'ObjectWriter';
}

async function readPolicy(aws: Aws, bucket: string): Promise<string> {
  const response = await orAbsent(
    aws<{ Policy?: string }>('s3api', 'get-bucket-policy', { bucket }),
    'NoSuchBucketPolicy',
  );
  return response?.Policy ?? '';
}

/** *Permissions*: the settings that keep the bucket private, and its policy. */
export function Permissions({ bucket, region }: BucketRef) {
  const permissions = useLoaded(
    `Permissions of ${bucket}`,
    async (client) => {
      const aws = client.inRegion(region);
      const [block, policy, ownership] = await Promise.all([
        readBlock(aws, bucket),
        readPolicy(aws, bucket),
        readOwnership(aws, bucket),
      ]);
      return { block, policy, ownership };
    },
    [bucket, region],
  );
  const { reload } = permissions;
  return (
    <WhenLoaded of={permissions}>
      {({ block, policy, ownership }) => (
        <>
          <BlockBox bucket={bucket} region={region} block={block} reload={reload} />
          <BucketPolicy bucket={bucket} region={region} policy={policy} reload={reload} />
          <EditBox<Ownership>
            title="Object Ownership"
            value={ownership}
            content={
              <DescriptionList
                items={[
                  ['Object Ownership', ownershipLabels[ownership]],
                  ['ACLs', ownership === 'BucketOwnerEnforced' ? 'Disabled' : 'Enabled'],
                ]}
              />
            }
            form={(value, change) => <OwnershipForm value={value} onValue={change} />}
            save={async (aws, ObjectOwnership) => {
              await aws.inRegion(region)('s3api', 'put-bucket-ownership-controls', {
                bucket,
                'ownership-controls': { Rules: [{ ObjectOwnership }] },
              });
            }}
            successText="Successfully edited Object Ownership."
            reload={reload}
          />
        </>
      )}
    </WhenLoaded>
  );
}

function BlockBox(props: BucketRef & { block: PublicAccessBlock; reload(): Promise<void> }) {
  const { bucket, region, block, reload } = props;
  const [pendingSave, setPendingSave] = useState<{ value: PublicAccessBlock; saved(): Promise<void> }>();
  return (
    <>
      <EditBox
        title="Block public access (bucket settings)"
        value={block}
        content={<BlockSummary block={block} />}
        form={(value, change) => <BlockForm block={value} onValue={change} />}
        save={async () => {}}
        saveButton={(value, saved) => (
          <button type="button" class="primary" onClick={() => setPendingSave({ value, saved })}>
            Save changes
          </button>
        )}
        successText="Successfully edited Block Public Access settings for this bucket."
        reload={reload}
      />
      {pendingSave === undefined ? null : (
        <ConfirmDelete
          title="Edit Block public access (bucket settings)"
          word="confirm"
          button="Confirm"
          onClose={() => setPendingSave(undefined)}
          run={async (aws) => {
            await aws.inRegion(region)('s3api', 'put-public-access-block', {
              bucket,
              'public-access-block-configuration': { ...pendingSave.value },
            });
            await pendingSave.saved();
          }}
        >
          <p>
            {isFullyBlocked(pendingSave.value)
              ? 'Nobody will reach the bucket and its objects by a public policy or list.'
              : 'The bucket and its objects may become public, if a policy or a list says so.'}
          </p>
        </ConfirmDelete>
      )}
    </>
  );
}

function BlockSummary({ block }: { block: PublicAccessBlock }) {
  const onOffStatus = (isOn: boolean) => <Status kind={isOn ? 'good' : 'bad'}>{isOn ? 'On' : 'Off'}</Status>;
  return (
    <>
      <p class="lead-fact">
        Block <em>all</em> public access: {onOffStatus(isFullyBlocked(block))}
      </p>
      <details>
        <summary>Individual Block Public Access settings for this bucket</summary>
        <DescriptionList items={blockLabels.map(([name, label]) => [label, onOffStatus(block[name])])} />
      </details>
    </>
  );
}
