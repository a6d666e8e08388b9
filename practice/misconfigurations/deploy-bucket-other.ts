import { deployOf, editPipeline } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'deploy-bucket-other',
  step: 5,
  says: 'The deploy action writes to the artifact bucket',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      deployOf(pipeline).configuration.BucketName =
        pipeline.artifactStore?.location ?? lab.names.artifactBucket;
    });
    return {};
  },
};
