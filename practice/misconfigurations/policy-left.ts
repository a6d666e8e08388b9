import { cleanUpBut } from './changes/cleanup.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'policy-left',
  step: 9,
  says: 'A cleanup by hand that forgot a managed policy',
  apply: async (site) => {
    const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await cleanUpBut(site, []);
    await site.call('iam', 'CreatePolicy', { PolicyName: site.names.policy, PolicyDocument });
    return {};
  },
};
