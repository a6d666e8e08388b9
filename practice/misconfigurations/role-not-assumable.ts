import { roleOf } from './changes/roles.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'role-not-assumable',
  step: 5,
  says: 'The role trusts CodeBuild, and not CodePipeline',
  apply: async (site) => {
    const Principal = { Service: 'codebuild.amazonaws.com' };
    const Statement = [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await site.call('iam', 'UpdateAssumeRolePolicy', { RoleName: await roleOf(site), PolicyDocument });
    return {};
  },
};
