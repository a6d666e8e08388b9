import { definitionOf, sourceOf } from './changes/pipelines.ts';
import { dropFromRolePolicy } from './changes/roles.ts';
import type { Fault } from './site.ts';

const useConnection = ['codeconnections:UseConnection', 'codestar-connections:UseConnection'];

export const fault: Fault = {
  id: 'role-lacks-connection',
  step: 5,
  says: 'The role may not use the connection any more',
  apply: async (site) => {
    const arn = sourceOf(await definitionOf(site)).configuration.ConnectionArn ?? '';
    await dropFromRolePolicy(site, useConnection, arn);
    return {};
  },
};
