import { push } from './changes/git.ts';
import type { Fault } from './site.ts';

const other = '<!doctype html>\n<title>My page</title>\n<h1>Hello</h1>\n';

export const fault: Fault = {
  id: 'page-other',
  step: 2,
  says: 'Another page was pushed as index.html',
  apply: async (site) => {
    await push(site, 'Replace the page', { 'index.html': other });
    return {};
  },
};
