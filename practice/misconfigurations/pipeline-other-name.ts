import { definitionOf, tagsOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'pipeline-other-name',
  step: 5,
  says: 'The pipeline was made anew under another name',
  apply: async (lab) => {
    const [pipeline, tags] = [await definitionOf(lab), await tagsOf(lab)];
    await lab.call('codepipeline', 'DeletePipeline', { name: lab.names.pipeline });
    const renamed = { ...pipeline, name: 'my-codepipeline' };
    await lab.call('codepipeline', 'CreatePipeline', { pipeline: renamed, tags });
    return {};
  },
};
