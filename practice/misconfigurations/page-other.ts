import { pushCommit } from './changes/git.ts';
import type { Misconfiguration } from './lab.ts';

const other = '<!doctype html>\n<title>My page</title>\n<h1>Hello</h1>\n';

export const misconfiguration: Misconfiguration = {
  id: 'page-other',
  step: 2,
  says: 'Another page was pushed as index.html',
  apply: async (lab) => {
    await pushCommit(lab, 'Replace the page', { 'index.html': other });
    return {};
  },
};
