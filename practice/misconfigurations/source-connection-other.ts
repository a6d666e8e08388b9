import { createConnection } from './changes/connections.ts';
import { editPipeline, sourceOf } from './changes/pipelines.ts';
import { allowInRolePolicy } from './changes/roles.ts';
import type { Misconfiguration } from './lab.ts';

const useConnection = ['codeconnections:UseConnection', 'codestar-connections:UseConnection'];

export const misconfiguration: Misconfiguration = {
  id: 'source-connection-other',
  step: 5,
  says: "The source action uses another connection than the lab's",
  apply: async (lab) => {
    const arn = await createConnection(lab, { name: 'somebody-elses' });
    await allowInRolePolicy(lab, useConnection, arn);
    await editPipeline(lab, (pipeline) => {
      sourceOf(pipeline).configuration.ConnectionArn = arn;
    });
    return {};
  },
};
