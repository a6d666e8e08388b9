import { definitionOf, tagsOf } from './changes/pipelines.ts';
import { elsewhere, type Fault, turnedTo } from './site.ts';

export const fault: Fault = {
  id: 'pipeline-other-region',
  step: 5,
  says: 'The pipeline was made anew in another region',
  apply: async (site) => {
    const [pipeline, tags] = [await definitionOf(site), await tagsOf(site)];
    await site.call('codepipeline', 'DeletePipeline', { name: site.names.pipeline });
    await site.call('codepipeline', 'CreatePipeline', { pipeline, tags }, elsewhere(site));
    return turnedTo(elsewhere(site));
  },
};
