import { removeFromRolePolicy } from './changes/roles.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'deploy-denied',
  step: 5,
  says: 'The role may not write the page any more',
  apply: async (lab) => {
    await removeFromRolePolicy(lab, ['s3:PutObject'], `arn:aws:s3:::${lab.names.deployBucket}/index.html`);
    return {};
  },
};
