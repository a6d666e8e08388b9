import { defined } from '../../core/defined.ts';
import { type KeyRecord, keys } from '../../services/iam/records.ts';
import type { Lab } from '../lab.ts';

interface PresignOptions {
  key?: Pick<KeyRecord, 'accessKeyId' | 'secretAccessKey' | 'session'>;
  /** The object's key in the deploy bucket. */
  object?: string;
  /** Seconds since the URL was signed. */
  age?: number;
}

/** A presigned URL of the page as `aws s3 presign` creates it. It expires one hour after it was signed. */
export async function presignedUrl(lab: Lab, options: PresignOptions = {}): Promise<string> {
  const { key = learnerKey(lab), object = 'index.html', age = 0 } = options;
  const [{ getSignedUrl }, { GetObjectCommand, S3Client }] = await Promise.all([
    import('@aws-sdk/s3-request-presigner'),
    import('@aws-sdk/client-s3'),
  ]);
  const client = new S3Client({
    region: lab.region,
    endpoint: lab.emulator.endpoint,
    forcePathStyle: true,
    credentials: {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
      ...defined({ sessionToken: key.session?.token }),
    },
  });
  try {
    return await getSignedUrl(client, new GetObjectCommand({ Bucket: lab.names.deployBucket, Key: object }), {
      expiresIn: 3600,
      signingDate: new Date(lab.emulator.clock.now() - age * 1000),
    });
  } finally {
    client.destroy();
  }
}

function learnerKey({ emulator, accountId }: Lab): KeyRecord {
  for (const key of keys(emulator).values()) {
    const isLearnerKey =
      key.accountId === accountId && key.userName === 'learner' && key.session === undefined;
    if (isLearnerKey && key.status === 'Active') return key;
  }
  throw new Error(`the learner of account ${accountId} has no access key`);
}
