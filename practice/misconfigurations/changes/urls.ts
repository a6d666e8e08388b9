import { type KeyRecord, keys } from '../../services/iam/records.ts';
import type { Site } from '../site.ts';

interface Signing {
  key?: Pick<KeyRecord, 'accessKeyId' | 'secretAccessKey' | 'session'>;
  /** The object's key in the deploy bucket. */
  object?: string;
  /** Seconds since it was signed. */
  age?: number;
}

/** A presigned address of the page, good for an hour from when it was signed: as `aws s3 presign` makes it. */
export async function presigned(site: Site, signing: Signing = {}): Promise<string> {
  const { key = ownKey(site), object = 'index.html', age = 0 } = signing;
  const [{ getSignedUrl }, { GetObjectCommand, S3Client }] = await Promise.all([
    import('@aws-sdk/s3-request-presigner'),
    import('@aws-sdk/client-s3'),
  ]);
  const client = new S3Client({
    region: site.region,
    endpoint: site.world.endpoint,
    forcePathStyle: true,
    credentials: {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
      ...(key.session === undefined ? {} : { sessionToken: key.session.token }),
    },
  });
  try {
    return await getSignedUrl(
      client,
      new GetObjectCommand({ Bucket: site.names.deployBucket, Key: object }),
      { expiresIn: 3600, signingDate: new Date(site.world.clock.now() - age * 1000) },
    );
  } finally {
    client.destroy();
  }
}

function ownKey({ world, accountId }: Site): KeyRecord {
  for (const key of keys(world).values()) {
    const own = key.accountId === accountId && key.userName === 'learner' && key.session === undefined;
    if (own && key.status === 'Active') return key;
  }
  throw new Error(`the learner of account ${accountId} has no access key`);
}
