import { roleOf } from './changes/roles.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'role-not-assumable',
  step: 5,
  says: 'The role trusts CodeBuild, and not CodePipeline',
  apply: async (lab) => {
    const Principal = { Service: 'codebuild.amazonaws.com' };
    const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await lab.call('iam', 'UpdateAssumeRolePolicy', { RoleName: await roleOf(lab), PolicyDocument });
    return {};
  },
};
