import { definitionOf, tagsOf } from './changes/pipelines.ts';
import { type Misconfiguration, otherRegion, useRegion } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'pipeline-other-region',
  step: 5,
  says: 'The pipeline was made anew in another region',
  apply: async (lab) => {
    const [pipeline, tags] = [await definitionOf(lab), await tagsOf(lab)];
    await lab.call('codepipeline', 'DeletePipeline', { name: lab.names.pipeline });
    await lab.call('codepipeline', 'CreatePipeline', { pipeline, tags }, otherRegion(lab));
    return useRegion(otherRegion(lab));
  },
};
