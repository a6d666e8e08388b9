import { definitionOf } from './changes/pipelines.ts';
import { dropFromRolePolicy } from './changes/roles.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'role-lacks-artifacts',
  step: 5,
  says: 'The role may not write artifacts any more',
  apply: async (site) => {
    const { artifactStore } = await definitionOf(site);
    const bucket = artifactStore?.location ?? site.names.artifactBucket;
    await dropFromRolePolicy(site, ['s3:PutObject'], `arn:aws:s3:::${bucket}/any`);
    return {};
  },
};
