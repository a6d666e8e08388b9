import { editPipeline, sourceOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'source-repository-other',
  step: 5,
  says: 'The source action takes another repository',
  apply: async (site) => {
    await editPipeline(site, (pipeline) => {
      sourceOf(pipeline).configuration.FullRepositoryId = `${site.repository}-copy`;
    });
    return {};
  },
};
