import { definitionOf, tagsOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'pipeline-other-name',
  step: 5,
  says: 'The pipeline was made anew under another name',
  apply: async (site) => {
    const [pipeline, tags] = [await definitionOf(site), await tagsOf(site)];
    await site.call('codepipeline', 'DeletePipeline', { name: site.names.pipeline });
    const renamed = { ...pipeline, name: 'my-codepipeline' };
    await site.call('codepipeline', 'CreatePipeline', { pipeline: renamed, tags });
    return {};
  },
};
