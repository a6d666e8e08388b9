import type { Definition } from '../services/codepipeline/definition/definition.ts';
import { recordsOf } from './changes/history.ts';
import { definitionOf, sourceOf } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

/** AWS takes such a definition, and the practice account, which cannot run it, does not: it is written as
 * UpdatePipeline would have. */
export const fault: Fault = {
  id: 'source-provider',
  step: 5,
  says: 'The source action is the old one for GitHub, without a connection',
  apply: async (site) => {
    const { tables, ref } = recordsOf(site);
    const pipeline = await definitionOf(site);
    const { action } = sourceOf(pipeline);
    action.actionTypeId = { category: 'Source', owner: 'ThirdParty', provider: 'GitHub', version: '1' };
    const [Owner = '', Repo = ''] = site.repository.split('/');
    action.configuration = { Owner, Repo, Branch: site.branch, OAuthToken: '****' };
    const record = tables.pipeline(ref);
    if (record === undefined) return {};
    const [version, now] = [record.version + 1, site.world.clock.now()];
    tables.putDefinition(ref, { ...(pipeline as Definition), version }, now);
    tables.putPipeline({ ...record, version, updated: now });
    return {};
  },
};
