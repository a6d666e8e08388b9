import type { Definition } from '../services/codepipeline/definition/definition.ts';
import { pipelineRecordsOf } from './changes/pipeline-records.ts';
import { definitionOf, sourceOf } from './changes/pipelines.ts';
import type { Misconfiguration } from './lab.ts';

/**
 * AWS accepts such a definition. The practice account cannot run it and rejects it, so this writes the definition to
 * the records as UpdatePipeline would.
 */
export const misconfiguration: Misconfiguration = {
  id: 'source-provider',
  step: 5,
  says: 'The source action is the old one for GitHub, without a connection',
  apply: async (lab) => {
    const { pipelineStore, ref } = pipelineRecordsOf(lab);
    const pipeline = await definitionOf(lab);
    const { action } = sourceOf(pipeline);
    action.actionTypeId = { category: 'Source', owner: 'ThirdParty', provider: 'GitHub', version: '1' };
    const [Owner = '', Repo = ''] = lab.repository.split('/');
    action.configuration = { Owner, Repo, Branch: lab.branch, OAuthToken: '****' };
    const record = pipelineStore.pipeline(ref);
    if (record === undefined) return {};
    const [version, now] = [record.version + 1, lab.emulator.clock.now()];
    pipelineStore.putDefinition(ref, { ...(pipeline as Definition), version }, now);
    pipelineStore.putPipeline({ ...record, version, updated: now });
    return {};
  },
};
