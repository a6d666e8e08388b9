import type { Service, World } from '../../core/world.ts';
import { denied } from './access.ts';
import { holdToDigests } from './body-digests.ts';
import { configurationOperations } from './buckets/configurations.ts';
import { bucketOperations } from './buckets/operations.ts';
import { policyOperations } from './buckets/policy.ts';
import { protectionOperations } from './buckets/protection.ts';
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
import { permissionTable } from './permission-table.ts';
import { effectivePolicy } from './policy-document.ts';
import { type Seeding, seed } from './seed.ts';
import { S3State } from './state.ts';

/** S3: buckets and objects of all accounts of the world. `seed` fills a bucket without any upload. */
export function s3Service(world: World): Service & { seed(seeding: Seeding): Promise<void> } {
  const state = new S3State(world.store);
  world.events.on('restored', () => state.rebuild());
  return {
    seed: (seeding) => seed(state, seeding, world.clock.now()),
    name: 's3',
    operations: holdToDigests({
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
    permissions: permissionTable(state),
    resourcePolicy: (resource) => effectivePolicy(state, resource),
    denied: (permission, call) => denied(state, permission, call),
  };
}
