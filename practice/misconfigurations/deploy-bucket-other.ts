import { deployOf, editPipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'deploy-bucket-other',
  step: 5,
  says: 'The deploy action writes to the artifact bucket',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      deployOf(pipeline).configuration.BucketName =
        pipeline.artifactStore?.location ?? site.names.artifactBucket;
    });
    return {};
  },
};
