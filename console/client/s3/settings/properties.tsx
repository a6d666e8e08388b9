import { CopyButton } from '../../../../companion/ui/copy-button.tsx';
import { DescriptionList, TagList } from '../../../../companion/ui/description-list.tsx';
import { Box, RadioGroup, TagEditor } from '../../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';
import { Timestamp } from '../../../../companion/ui/status.tsx';
import { EditBox } from '../../ui/edit-box.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { arnOf } from '../arn.ts';
import {
  allBuckets,
  bucketEncryption,
  bucketTags,
  type Encryption,
  encryptionConfiguration,
  tagSet,
} from '../read.ts';
import { EncryptionForm, encryptionLabels } from './encryption-form.tsx';

/** A bucket and its region. */
export interface BucketRef {
  bucket: string;
  region: string;
}

type Versioning = 'Enabled' | 'Suspended';

/** *Properties*: an overview of the bucket, and boxes to edit its versioning, tags and encryption. */
export function Properties({ bucket, region }: BucketRef) {
  const properties = useLoaded(
    `Properties of ${bucket}`,
    async (client) => {
      const aws = client.inRegion(region);
      const [{ Status: versioning }, tags, encryption, buckets] = await Promise.all([
        aws<{ Status?: Versioning }>('s3api', 'get-bucket-versioning', { bucket }),
        bucketTags(aws, bucket),
        bucketEncryption(aws, bucket),
        allBuckets(aws),
      ]);
      const created = buckets.find(({ Name }) => Name === bucket)?.CreationDate;
      return { versioning, tags, encryption, created };
    },
    [bucket, region],
  );
  const { reload } = properties;
  const arn = arnOf(region, bucket);
  return (
    <WhenLoaded of={properties}>
      {({ versioning, tags, encryption, created }) => (
        <>
          <Box title="Bucket overview" actions={<CopyButton label="Copy ARN" subject="ARN" text={arn} />}>
            <DescriptionList
              items={[
                ['AWS Region', region],
                ['Amazon Resource Name (ARN)', arn],
                ['Creation date', <Timestamp key="created" time={created} />],
              ]}
            />
          </Box>
          <EditBox<Versioning>
            title="Bucket Versioning"
            value={versioning ?? 'Suspended'}
            content={<DescriptionList items={[['Bucket Versioning', versioning ?? 'Disabled']]} />}
            form={(value, change) => (
              <RadioGroup
                legend="Bucket Versioning"
                isLegendHidden
                value={value}
                choices={[
                  {
                    value: 'Suspended',
                    label: 'Suspend',
                    hint: 'Versions that are there stay; what is written from now on keeps none.',
                  },
                  { value: 'Enabled', label: 'Enable' },
                ]}
                onValue={change}
              />
            )}
            save={async (aws, Status) => {
              await aws.inRegion(region)('s3api', 'put-bucket-versioning', {
                bucket,
                'versioning-configuration': { Status },
              });
            }}
            successText="Successfully edited Bucket Versioning."
            reload={reload}
          />
          <EditBox
            title="Tags"
            value={tags}
            content={<TagList tags={tags} />}
            form={(value, change) => <TagEditor tags={value} onValue={change} />}
            save={async (aws, edited) => {
              const newTags = edited.filter(({ key }) => key !== '');
              if (newTags.length === 0)
                await aws.inRegion(region)('s3api', 'delete-bucket-tagging', { bucket });
              else
                await aws.inRegion(region)('s3api', 'put-bucket-tagging', {
                  bucket,
                  tagging: { TagSet: tagSet(newTags) },
                });
            }}
            successText="Successfully edited bucket tags."
            reload={reload}
          />
          <EditBox<Encryption>
            title="Default encryption"
            value={encryption ?? { algorithm: 'AES256', key: '', bucketKey: true }}
            content={<EncryptionSummary encryption={encryption} />}
            form={(value, change) => <EncryptionForm value={value} onValue={change} />}
            save={async (aws, value) => {
              await aws.inRegion(region)('s3api', 'put-bucket-encryption', {
                bucket,
                'server-side-encryption-configuration': encryptionConfiguration(value),
              });
            }}
            successText="Successfully edited default encryption."
            reload={reload}
          />
        </>
      )}
    </WhenLoaded>
  );
}

function EncryptionSummary({ encryption }: { encryption: Encryption | undefined }) {
  if (encryption === undefined) return <p class="empty">No default encryption.</p>;
  const { algorithm, key, bucketKey } = encryption;
  const isKms = algorithm !== 'AES256';
  return (
    <DescriptionList
      items={[
        ['Encryption type', encryptionLabels[algorithm]],
        ...(isKms ? [['AWS KMS key', key === '' ? 'aws/s3' : key] as const] : []),
        ['Bucket Key', bucketKey ? 'Enabled' : 'Disabled'],
      ]}
    />
  );
}
