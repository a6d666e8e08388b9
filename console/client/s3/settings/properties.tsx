import { Copy } from '../../../../companion/ui/copy.tsx';
import { Facts, TagFacts } from '../../../../companion/ui/facts.tsx';
import { Box, Radios, Tags } from '../../../../companion/ui/form.tsx';
import { Read } from '../../../../companion/ui/page.tsx';
import { When } from '../../../../companion/ui/status.tsx';
import { useLoaded } from '../../load.ts';
import { EditBox } from '../../ui/edit-box.tsx';
import { arnOf } from '../arn.ts';
import {
  allBuckets,
  bucketEncryption,
  bucketTags,
  type Encryption,
  encryptionRules,
  tagSet,
} from '../read.ts';
import { EncryptionForm, encryptionNames } from './encryption-form.tsx';

/** Where a bucket is. */
export interface BucketPlace {
  bucket: string;
  region: string;
}

type Versioning = 'Enabled' | 'Suspended';

/** *Properties*: what the bucket is, its versioning, tags and encryption, each to be edited in its box. */
export function Properties({ bucket, region }: BucketPlace) {
  const properties = useLoaded(
    `Properties of ${bucket}`,
    async (reading) => {
      const aws = reading.in(region);
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
    <Read of={properties}>
      {({ versioning, tags, encryption, created }) => (
        <>
          <Box title="Bucket overview" actions={<Copy label="Copy ARN" what="ARN" text={arn} />}>
            <Facts
              facts={[
                ['AWS Region', region],
                ['Amazon Resource Name (ARN)', arn],
                ['Creation date', <When key="created" time={created} />],
              ]}
            />
          </Box>
          <EditBox<Versioning>
            title="Bucket Versioning"
            value={versioning ?? 'Suspended'}
            show={<Facts facts={[['Bucket Versioning', versioning ?? 'Disabled']]} />}
            form={(value, change) => (
              <Radios
                legend="Bucket Versioning"
                isLegendUnseen
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
              await aws.in(region)('s3api', 'put-bucket-versioning', {
                bucket,
                'versioning-configuration': { Status },
              });
            }}
            done="Successfully edited Bucket Versioning."
            reload={reload}
          />
          <EditBox
            title="Tags"
            value={tags}
            show={<TagFacts tags={tags} />}
            form={(value, change) => <Tags tags={value} onValue={change} />}
            save={async (aws, edited) => {
              const wanted = edited.filter(({ key }) => key !== '');
              if (wanted.length === 0) await aws.in(region)('s3api', 'delete-bucket-tagging', { bucket });
              else
                await aws.in(region)('s3api', 'put-bucket-tagging', {
                  bucket,
                  tagging: { TagSet: tagSet(wanted) },
                });
            }}
            done="Successfully edited bucket tags."
            reload={reload}
          />
          <EditBox<Encryption>
            title="Default encryption"
            value={encryption ?? { algorithm: 'AES256', key: '', bucketKey: true }}
            show={<EncryptionShown encryption={encryption} />}
            form={(value, change) => <EncryptionForm value={value} onValue={change} />}
            save={async (aws, value) => {
              await aws.in(region)('s3api', 'put-bucket-encryption', {
                bucket,
                'server-side-encryption-configuration': encryptionRules(value),
              });
            }}
            done="Successfully edited default encryption."
            reload={reload}
          />
        </>
      )}
    </Read>
  );
}

function EncryptionShown({ encryption }: { encryption: Encryption | undefined }) {
  if (encryption === undefined) return <p class="empty">No default encryption.</p>;
  const { algorithm, key, bucketKey } = encryption;
  const isKms = algorithm !== 'AES256';
  return (
    <Facts
      facts={[
        ['Encryption type', encryptionNames[algorithm]],
        ...(isKms ? [['AWS KMS key', key === '' ? 'aws/s3' : key] as const] : []),
        ['Bucket Key', bucketKey ? 'Enabled' : 'Disabled'],
      ]}
    />
  );
}
