import { makeConnection } from './changes/connections.ts';
import { editPipeline, sourceOf } from './changes/pipelines.ts';
import { allowInRolePolicy } from './changes/roles.ts';
import type { Fault } from './site.ts';

const useConnection = ['codeconnections:UseConnection', 'codestar-connections:UseConnection'];

export const fault: Fault = {
  id: 'source-connection-other',
  step: 5,
  says: "The source action uses another connection than the lab's",
  apply: async (site) => {
    const arn = await makeConnection(site, { name: 'somebody-elses' });
    await allowInRolePolicy(site, useConnection, arn);
    await editPipeline(site, (pipeline) => {
      sourceOf(pipeline).configuration.ConnectionArn = arn;
    });
    return {};
  },
};
