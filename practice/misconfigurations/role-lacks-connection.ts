import { definitionOf, sourceOf } from './changes/pipelines.ts';
import { removeFromRolePolicy } from './changes/roles.ts';
import type { Misconfiguration } from './lab.ts';

const useConnection = ['codeconnections:UseConnection', 'codestar-connections:UseConnection'];

export const misconfiguration: Misconfiguration = {
  id: 'role-lacks-connection',
  step: 5,
  says: 'The role may not use the connection any more',
  apply: async (lab) => {
    const arn = sourceOf(await definitionOf(lab)).configuration.ConnectionArn ?? '';
    await removeFromRolePolicy(lab, useConnection, arn);
    return {};
  },
};
