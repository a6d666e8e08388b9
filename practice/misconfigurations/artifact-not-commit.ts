import { push, read } from './changes/git.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'artifact-not-commit',
  step: 6,
  says: 'The history of the branch was written anew, and pushed by force',
  apply: async (site) => {
    const page = await read(site, 'index.html');
    await push(site, 'One commit for all', { 'index.html': page }, { orphan: true });
    return {};
  },
};
