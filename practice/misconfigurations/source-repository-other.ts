import { editPipeline, sourceOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'source-repository-other',
  step: 5,
  says: 'The source action takes another repository',
  apply: async (lab) => {
    await editPipeline(lab, (pipeline) => {
      sourceOf(pipeline).configuration.FullRepositoryId = `${lab.repository}-copy`;
    });
    return {};
  },
};
