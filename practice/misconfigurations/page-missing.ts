import { push, read } from './changes/git.ts';
import type { Fault } from './site.ts';

export const fault: Fault = {
  id: 'page-missing',
  step: 2,
  says: 'index.html was renamed to home.html, and that was pushed',
  apply: async (site) => {
    await push(site, 'Rename the page', {
      'home.html': await read(site, 'index.html'),
      'index.html': undefined,
    });
    return {};
  },
};
