import { dropFromRolePolicy } from './changes/roles.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'deploy-denied',
  step: 5,
  says: 'The role may not write the page any more',
  apply: async (site) => {
    await dropFromRolePolicy(site, ['s3:PutObject'], `arn:aws:s3:::${site.names.deployBucket}/index.html`);
    return {};
  },
};
