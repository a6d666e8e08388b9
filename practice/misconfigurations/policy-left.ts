import { cleanUpExcept } from './changes/cleanup.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'policy-left',
  step: 9,
  says: 'A cleanup by hand that forgot a managed policy',
  apply: async (lab) => {
    const Statement = [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await cleanUpExcept(lab, []);
    await lab.call('iam', 'CreatePolicy', { PolicyName: lab.names.policy, PolicyDocument });
    return {};
  },
};
