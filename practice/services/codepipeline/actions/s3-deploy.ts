import { defined } from '../../../core/defined.ts';
import type { Caller } from '../../../core/emulator.ts';
import { AwsError } from '../../../core/errors.ts';
import { callS3, download, requestId } from './artifacts.ts';
import { contentType } from './content-types.ts';
import { type ActionContext, ActionFailure, type Provider } from './provider.ts';
import { isDenied, s3ErrorText } from './s3-error-text.ts';
import { unzip } from './unzip.ts';

/** Deploy/AWS/S3/1: uploads the artifact, or the files in it, to a bucket. It never removes an object. */
export const s3Deploy: Provider = {
  category: 'Deploy',
  provider: 'S3',
  required: ['BucketName', 'Extract'],
  optional: ['ObjectKey', 'KMSEncryptionKeyARN', 'CannedACL', 'CacheControl'],
  inputs: { min: 1, max: 1 },
  outputs: { min: 0, max: 0 },
  // [known] The console links an S3 deploy action to its bucket.
  entityUrl: ({ BucketName = '' }) => `https://console.aws.amazon.com/s3/buckets/${BucketName}/`,
  async run(context) {
    const { BucketName = '', Extract = '', ObjectKey = '' } = context.configuration;
    if (Extract !== 'true' && Extract !== 'false') {
      throw new ActionFailure(
        'ConfigurationError',
        `Invalid value for configuration property '${Extract}': 'Extract'. Edit your pipeline and set 'Extract' to either 'true' or 'false'.`,
      );
    }
    if (Extract === 'false' && ObjectKey === '') {
      throw new ActionFailure(
        'ConfigurationError',
        'When the extract feature is disabled, you must provide an object. Edit your pipeline to fix the configuration.',
      );
    }
    const [artifact] = context.inputs;
    if (artifact === undefined)
      throw new ActionFailure('ConfigurationError', 'The action has no input artifact.');
    const caller = context.assumeRole();
    const archive = await download(context, caller, artifact);
    if (Extract === 'false') await putObject(context, caller, ObjectKey, archive, 'application/octet-stream');
    else {
      const prefix = ObjectKey === '' ? '' : `${ObjectKey.replace(/\/$/, '')}/`;
      for (const [name, content] of unzip(archive)) {
        await putObject(context, caller, `${prefix}${name}`, content, contentType(name));
      }
    }
    return {
      status: 'Succeeded',
      summary: 'Deployment Succeeded',
      externalExecutionId: ObjectKey === '' ? BucketName : `${BucketName}/${ObjectKey}`,
    };
  },
};

async function putObject(
  context: ActionContext,
  caller: Caller,
  key: string,
  content: Uint8Array,
  type: string,
): Promise<void> {
  const { BucketName = '', CannedACL, CacheControl, KMSEncryptionKeyARN } = context.configuration;
  try {
    const object = {
      Bucket: BucketName,
      Key: key,
      Body: Buffer.from(content),
      ContentType: type,
      ...defined({ ACL: CannedACL, CacheControl }),
      ...(KMSEncryptionKeyARN === undefined
        ? {}
        : { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KMSEncryptionKeyARN }),
    };
    await callS3(context, caller, 'PutObject', object, context.action.region);
  } catch (error) {
    throw error instanceof AwsError ? actionFailureFrom(error, BucketName) : error;
  }
}

/** [seen] for a denial; for other errors the action shows S3's own message. */
function actionFailureFrom(error: AwsError, bucket: string): ActionFailure {
  const errorText = s3ErrorText(error, requestId());
  if (!isDenied(error)) return new ActionFailure('ConfigurationError', errorText);
  return new ActionFailure(
    'PermissionError',
    `You do not have sufficient permissions to call s3.putObject for the deployment bucket, ${bucket}. Verify that the policy on the resource allows you to perform this task. If you choose a canned ACL for your Amazon S3 deployment action, the policy must include the PutObjectAcl action. If the object already exists, the policy must also include the PutObjectVersionAcl action. ${errorText}`,
  );
}
