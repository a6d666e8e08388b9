import { answer, executionOf, newest } from './changes/executions.ts';
import { push } from './changes/git.ts';
import { remakePipeline } from './changes/pipelines.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'page-unchanged',
  step: 8,
  says: 'The second push left index.html as it was',
  apply: async (site) => {
    await remakePipeline(site);
    await answer(site, await newest(site));
    const commit = await push(site, 'Add a note', { 'NOTES.md': 'Nothing to see in the page.\n' });
    await answer(site, await executionOf(site, commit));
    return {};
  },
};
