import { definitionOf } from './changes/pipelines.ts';
import { removeFromRolePolicy } from './changes/roles.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'role-lacks-artifacts',
  step: 5,
  says: 'The role may not write artifacts any more',
  apply: async (lab) => {
    const { artifactStore } = await definitionOf(lab);
    const bucket = artifactStore?.location ?? lab.names.artifactBucket;
    await removeFromRolePolicy(lab, ['s3:PutObject'], `arn:aws:s3:::${bucket}/any`);
    return {};
  },
};
