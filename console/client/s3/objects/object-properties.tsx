import { DescriptionList, TagList } from '../../../../companion/ui/description-list.tsx';
import { Box } from '../../../../companion/ui/form.tsx';
import { Timestamp } from '../../../../companion/ui/status.tsx';
import { arnOf } from '../arn.ts';
import type { BucketRef } from '../settings/properties.tsx';
import { sizeText } from '../size.ts';

/** What S3 returns about an object without its content. */
export interface Head {
  ContentLength?: number;
  ContentType?: string;
  LastModified?: string;
  ETag?: string;
  VersionId?: string;
  ServerSideEncryption?: string;
  SSEKMSKeyId?: string;
  StorageClass?: string;
  Metadata?: Record<string, string>;
}

/** *Properties* of an object. */
export function ObjectProperties(props: {
  bucketRef: BucketRef;
  objectKey: string;
  head: Head | undefined;
  tags: readonly { Key: string; Value: string }[];
}) {
  const { head, objectKey: key } = props;
  const { bucket, region } = props.bucketRef;
  if (head === undefined)
    return (
      <p class="empty">No such object now: it was never there, or a delete marker stands in its place.</p>
    );
  return (
    <>
      <Box title="Object overview">
        <DescriptionList
          items={[
            ['Key', key],
            ['S3 URI', `s3://${bucket}/${key}`],
            ['Amazon Resource Name (ARN)', arnOf(region, bucket, key)],
            ['AWS Region', region],
            ['Last modified', <Timestamp key="modified" time={head.LastModified} />],
            ['Size', sizeText(head.ContentLength ?? 0)],
            ['Type', head.ContentType ?? '–'],
            ['Version ID', head.VersionId ?? '–'],
            ['Entity tag (Etag)', (head.ETag ?? '–').replaceAll('"', '')],
            ['Storage class', head.StorageClass ?? 'Standard'],
            ['Server-side encryption', head.ServerSideEncryption ?? 'None'],
            ...(head.SSEKMSKeyId === undefined ? [] : [['AWS KMS key', head.SSEKMSKeyId] as const]),
          ]}
        />
      </Box>
      <Box title="Tags">
        <TagList tags={props.tags.map(({ Key, Value }) => ({ key: Key, value: Value }))} />
      </Box>
      <Box title="Metadata">
        <DescriptionList
          items={[
            ['Content-Type', head.ContentType ?? '–'],
            ...Object.entries(head.Metadata ?? {}).map(
              ([name, value]) => [`x-amz-meta-${name}`, value] as const,
            ),
          ]}
        />
      </Box>
    </>
  );
}
