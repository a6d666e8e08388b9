import type { Emulator, Service } from '../../core/emulator.ts';
import { deniedError } from './access.ts';
import { withDigestCheck } from './body-digests.ts';
import { effectivePolicy } from './bucket-policy.ts';
import { configurationOperations } from './buckets/configurations.ts';
import { corsOf } from './buckets/cors.ts';
import { protectionOperations } from './buckets/encryption-and-acl.ts';
import { bucketOperations } from './buckets/operations.ts';
import { policyOperations } from './buckets/policy.ts';
import { settingOperations } from './buckets/settings.ts';
import { listObjectOperations } from './lists/objects.ts';
import { listVersionOperations } from './lists/versions.ts';
import { completeOperations } from './multipart/complete.ts';
import { uploadListOperations } from './multipart/lists.ts';
import { uploadOperations } from './multipart/upload.ts';
import { copyOperations } from './objects/copy.ts';
import { deleteOperations } from './objects/delete.ts';
import { putOperations } from './objects/put.ts';
import { readOperations } from './objects/read.ts';
import { objectSettingOperations } from './objects/settings.ts';
import { type SeedOptions, seed } from './seed.ts';
import { S3State } from './state.ts';

/** S3: the buckets and objects of all accounts. `seed` fills a bucket without uploads. */
export function s3Service(emulator: Emulator): Service & { seed(options: SeedOptions): Promise<void> } {
  const state = new S3State(emulator.store);
  emulator.events.on('restored', () => state.rebuild());
  return {
    seed: (options) => seed(state, options, emulator.clock.now()),
    name: 's3',
    operations: withDigestCheck({
      ...bucketOperations(state),
      ...settingOperations(state),
      ...protectionOperations(state),
      ...policyOperations(state),
      ...configurationOperations(state),
      ...putOperations(state),
      ...readOperations(state),
      ...deleteOperations(state),
      ...copyOperations(state),
      ...objectSettingOperations(state),
      ...uploadOperations(state),
      ...completeOperations(state),
      ...uploadListOperations(state),
      ...listObjectOperations(state),
      ...listVersionOperations(state),
    }),
    resourcePolicy: (resource) => effectivePolicy(state, resource),
    bucketCors: (bucket) => corsOf(state, bucket),
    denied: (permission, call) => deniedError(state, permission, call),
  };
}
