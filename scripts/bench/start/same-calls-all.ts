import {
  GetBucketEncryptionCommand,
  GetBucketPolicyStatusCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { gitSender, replay } from './replay.ts';
import { senderOf, senders } from './same-calls.ts';

const client = new S3Client({ forcePathStyle: true });
const s3 = senderOf(client, {
  ListBuckets: ListBucketsCommand,
  HeadBucket: HeadBucketCommand,
  GetBucketVersioning: GetBucketVersioningCommand,
  GetPublicAccessBlock: GetPublicAccessBlockCommand,
  GetBucketEncryption: GetBucketEncryptionCommand,
  GetBucketPolicyStatus: GetBucketPolicyStatusCommand,
  GetBucketTagging: GetBucketTaggingCommand,
  ListObjectVersions: ListObjectVersionsCommand,
});

await replay({
  ...senders,
  async s3(operation, input) {
    if (operation !== 'GetObject') return s3?.(operation, input);
    const { Body } = await client.send(new GetObjectCommand(input));
    return Body?.transformToByteArray();
  },
  async web(_operation, { bucket, address }: { bucket: string; address: string }) {
    const command = new GetObjectCommand({ Bucket: bucket, Key: 'index.html' });
    const signed = await getSignedUrl(client, command, { expiresIn: 300 });
    const answer = await fetch(address === 'signed' ? signed : (signed.split('?')[0] ?? ''));
    return answer.arrayBuffer();
  },
  git: gitSender(process.argv[3] ?? ''),
});
